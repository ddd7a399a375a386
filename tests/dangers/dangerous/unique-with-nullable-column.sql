-- title: Let a deleted user's address be used again
-- harm: deleted_at is NULL for all living users, NULLs are distinct in an index: their addresses are no longer unique
-- kind: guarantee-lost
-- line: 2
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, deleted_at TEXT);
CREATE UNIQUE INDEX users_email ON users (email);
-- rows
INSERT INTO users VALUES (1,'a@x',NULL),(2,'b@x','2025-01-01');
-- migration
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (email, deleted_at);
INSERT INTO users VALUES (3, 'a@x', NULL);
-- check
SELECT count(*) = 2 FROM users WHERE email = 'a@x' AND deleted_at IS NULL;
