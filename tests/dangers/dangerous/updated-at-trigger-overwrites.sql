-- title: Fill the new column slug
-- harm: The trigger sets updated_at of every post to now: the time of the last change is lost
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, slug TEXT, updated_at TEXT);
CREATE TRIGGER posts_touch AFTER UPDATE ON posts BEGIN UPDATE posts SET updated_at = datetime('now') WHERE id = new.id; END;
-- rows
INSERT INTO posts VALUES (1,'A b',NULL,'2020-01-01 00:00:00');
-- migration
UPDATE posts SET slug = lower(replace(title, ' ', '-'));
-- check
SELECT updated_at > '2020-01-01 00:00:00' FROM posts;
