-- title: Convert the time stamps to text
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, created INTEGER);
-- rows
INSERT INTO posts VALUES (1,1735689600000);
-- migration
ALTER TABLE posts ADD COLUMN created_at TEXT;
UPDATE posts SET created_at = datetime(created / 1000, 'unixepoch');
ALTER TABLE posts DROP COLUMN created;
-- check
SELECT created_at = '2025-01-01 00:00:00' FROM posts;
