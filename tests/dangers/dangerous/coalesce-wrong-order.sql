-- title: Fill the missing display names with the login
-- harm: The arguments are swapped, the login wins always
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT, display TEXT);
-- rows
INSERT INTO users VALUES (1,'kim7','Kim'),(2,'lee',NULL);
-- migration
UPDATE users SET display = COALESCE(login, display);
-- check
SELECT display = 'kim7' FROM users WHERE id = 1;
