-- title: Fill in the missing nicknames
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, nick TEXT);
-- rows
INSERT INTO users VALUES (1,'Ann',NULL),(2,'Bo','');
-- migration
UPDATE users SET nick = name WHERE nick IS NULL OR nick = '';
-- check
SELECT nick = 'Bo' FROM users WHERE id = 2;
