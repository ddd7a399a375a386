-- title: Fill in the missing nicknames
-- harm: IS NULL does not find the empty text, which many rows have
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, nick TEXT);
-- rows
INSERT INTO users VALUES (1,'Ann',NULL),(2,'Bo','');
-- migration
UPDATE users SET nick = name WHERE nick IS NULL;
-- check
SELECT nick = '' FROM users WHERE id = 2;
