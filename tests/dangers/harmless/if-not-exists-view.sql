-- title: Leave the deleted posts out of the view
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, deleted INTEGER);
CREATE VIEW live_posts AS SELECT id FROM posts;
-- rows
INSERT INTO posts VALUES (1,0),(2,1);
-- migration
DROP VIEW IF EXISTS live_posts;
CREATE VIEW live_posts AS SELECT id FROM posts WHERE deleted = 0;
-- check
SELECT count(*) = 1 FROM live_posts;
