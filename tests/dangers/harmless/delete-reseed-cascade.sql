-- title: Reload the roles from scratch
-- harm: none
-- before
CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE grants (user_id INTEGER, role_id INTEGER REFERENCES roles(id));
-- rows
INSERT INTO roles VALUES (1,'admin'),(2,'reader');
INSERT INTO grants VALUES (40,1),(41,2);
-- migration
PRAGMA defer_foreign_keys = ON;
DELETE FROM roles;
INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'reader'), (3, 'editor');
-- check
SELECT (SELECT count(*) FROM grants) = 2 AND (SELECT count(*) FROM roles) = 3;
