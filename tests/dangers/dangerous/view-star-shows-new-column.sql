-- title: Add the password hash to users
-- harm: The public view selects *, so it shows the hashes from now on
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW public_users AS SELECT * FROM users;
-- rows
INSERT INTO users VALUES (1,'Ann');
-- migration
ALTER TABLE users ADD COLUMN password_hash TEXT;
-- check
SELECT count(*) = 1 FROM pragma_table_info('public_users') WHERE name = 'password_hash';
