-- title: Add the password hash to users
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW public_users AS SELECT id, name FROM users;
-- rows
INSERT INTO users VALUES (1,'Ann');
-- migration
ALTER TABLE users ADD COLUMN password_hash TEXT;
-- check
SELECT count(*) = 0 FROM pragma_table_info('public_users') WHERE name = 'password_hash';
