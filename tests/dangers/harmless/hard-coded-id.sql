-- title: Add the role editor and its permission
-- harm: none
-- before
CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE perms (role_id INTEGER, perm TEXT);
-- rows
INSERT INTO roles VALUES (1,'admin'),(2,'reader'),(3,'guest');
-- migration
INSERT INTO roles (name) VALUES ('editor');
INSERT INTO perms SELECT id, 'write' FROM roles WHERE name = 'editor';
-- check
SELECT r.name = 'editor' FROM perms p JOIN roles r ON r.id = p.role_id;
