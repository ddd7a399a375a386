-- title: Rebuild users with one more column
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
-- rows
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT);
INSERT INTO users_new (id, a, b) SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
SELECT count(*) = 4 FROM pragma_table_info('users');
