-- title: Rebuild threads while guard triggers keep its children
-- harm: none
-- before
CREATE TABLE threads (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, thread_id INTEGER REFERENCES threads(id) ON DELETE CASCADE);
CREATE TABLE votes (thread_id INTEGER REFERENCES threads(id) ON DELETE CASCADE, v INTEGER);
-- rows
INSERT INTO threads VALUES (1,'t');
INSERT INTO posts VALUES (1,1);
INSERT INTO votes VALUES (1,1),(1,-1);
-- migration
PRAGMA defer_foreign_keys=on;
CREATE TRIGGER hold BEFORE DELETE ON posts BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER hold2 BEFORE DELETE ON votes BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE threads_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
INSERT INTO threads_new SELECT id, title FROM threads;
DROP TABLE threads;
ALTER TABLE threads_new RENAME TO threads;
DROP TRIGGER hold;
DROP TRIGGER hold2;
PRAGMA defer_foreign_keys=off;
-- check
SELECT (SELECT count(*) FROM posts) = 1 AND (SELECT count(*) FROM votes) = 2;
