-- title: Rebuild users with one more column
-- harm: SELECT * gives three columns, the new table has four
-- kind: fails-on-d1
-- line: 2
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
-- rows
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT);
INSERT INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
-- error: columns but 3 values were supplied
SELECT 1;
