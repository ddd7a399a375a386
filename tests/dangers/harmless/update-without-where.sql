-- title: Make the first user an administrator
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, role TEXT NOT NULL DEFAULT 'user');
-- rows
INSERT INTO users (name) VALUES ('ann'),('bo'),('cy');
-- migration
UPDATE users SET role = 'admin' WHERE id = (SELECT min(id) FROM users);
-- check
SELECT group_concat(id) = '1' FROM users WHERE role = 'admin';
