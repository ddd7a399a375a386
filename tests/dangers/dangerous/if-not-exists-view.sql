-- title: Leave the deleted posts out of the view
-- harm: The view exists, so its old text stays
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, deleted INTEGER);
CREATE VIEW live_posts AS SELECT id FROM posts;
-- rows
INSERT INTO posts VALUES (1,0),(2,1);
-- migration
CREATE VIEW IF NOT EXISTS live_posts AS SELECT id FROM posts WHERE deleted = 0;
-- check
SELECT count(*) = 2 FROM live_posts;
