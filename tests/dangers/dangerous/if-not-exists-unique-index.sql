-- title: Make the handle unique
-- harm: There is a plain index of the same name already, nothing is made
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, handle TEXT);
CREATE INDEX idx_users_handle ON users (handle);
-- rows
INSERT INTO users VALUES (1,'a'),(2,'b');
-- migration
CREATE UNIQUE INDEX IF NOT EXISTS idx_users_handle ON users (handle);
-- check
SELECT count(*) = 0 FROM pragma_index_list('users') WHERE "unique";
