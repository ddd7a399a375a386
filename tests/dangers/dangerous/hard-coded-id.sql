-- title: Add the role editor and its permission
-- harm: The id 3 was right on the developer's database; here 3 is another role
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE perms (role_id INTEGER, perm TEXT);
-- rows
INSERT INTO roles VALUES (1,'admin'),(2,'reader'),(3,'guest');
-- migration
INSERT INTO roles (name) VALUES ('editor');
INSERT INTO perms VALUES (3, 'write');
-- check
SELECT r.name = 'guest' FROM perms p JOIN roles r ON r.id = p.role_id;
