-- title: Change the condition of a view
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, state TEXT, deleted INTEGER DEFAULT 0);
CREATE VIEW live AS SELECT id FROM posts WHERE state = 'live';
-- rows
INSERT INTO posts (id, state, deleted) VALUES (1,'live',0),(2,'live',1);
-- migration
DROP VIEW IF EXISTS live;
CREATE VIEW live AS SELECT id FROM posts WHERE state = 'live' AND deleted = 0;
-- check
SELECT count(*) = 1 FROM live;
