-- title: Reload the roles from scratch
-- harm: Deleting the old roles removes all grants by ON DELETE CASCADE, though the same ids are inserted again
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE grants (user_id INTEGER, role_id INTEGER REFERENCES roles(id) ON DELETE CASCADE);
-- rows
INSERT INTO roles VALUES (1,'admin'),(2,'reader');
INSERT INTO grants VALUES (40,1),(41,2);
-- migration
PRAGMA defer_foreign_keys = ON;
DELETE FROM roles;
INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'reader'), (3, 'editor');
-- check
SELECT count(*) = 0 FROM grants;
