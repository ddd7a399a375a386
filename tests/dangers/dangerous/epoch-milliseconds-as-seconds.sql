-- title: Convert the time stamps to text
-- harm: They are milliseconds; read as seconds they are out of range, and datetime() gives NULL
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, created INTEGER);
-- rows
INSERT INTO posts VALUES (1,1735689600000);
-- migration
ALTER TABLE posts ADD COLUMN created_at TEXT;
UPDATE posts SET created_at = datetime(created, 'unixepoch');
ALTER TABLE posts DROP COLUMN created;
-- check
SELECT created_at IS NULL FROM posts;
