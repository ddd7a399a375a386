-- title: Make the handle unique
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, handle TEXT);
CREATE INDEX idx_users_handle ON users (handle);
-- rows
INSERT INTO users VALUES (1,'a'),(2,'b');
-- migration
CREATE UNIQUE INDEX IF NOT EXISTS idx_users_handle_unique ON users (handle);
DROP INDEX idx_users_handle;
-- check
SELECT count(*) = 1 FROM pragma_index_list('users') WHERE "unique";
