-- title: Make the first user an administrator
-- harm: There is no WHERE: everybody is an administrator now
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, role TEXT NOT NULL DEFAULT 'user');
-- rows
INSERT INTO users (name) VALUES ('ann'),('bo'),('cy');
-- migration
UPDATE users SET role = 'admin';
-- check
SELECT count(*) = 3 FROM users WHERE role = 'admin';
