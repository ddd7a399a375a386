-- title: Fill the missing display names with the login
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT, display TEXT);
-- rows
INSERT INTO users VALUES (1,'kim7','Kim'),(2,'lee',NULL);
-- migration
UPDATE users SET display = COALESCE(display, login);
-- check
SELECT group_concat(display) = 'Kim,lee' FROM (SELECT display FROM users ORDER BY id);
