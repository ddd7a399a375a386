-- title: Rebuild likes to add the time
-- harm: none
-- before
CREATE TABLE likes (id INTEGER PRIMARY KEY, user_id INTEGER, post_id INTEGER, UNIQUE (user_id, post_id));
-- rows
INSERT INTO likes VALUES (1,1,1),(2,1,2);
-- migration
CREATE TABLE likes_new (id INTEGER PRIMARY KEY, user_id INTEGER, post_id INTEGER, at TEXT DEFAULT CURRENT_TIMESTAMP);
INSERT INTO likes_new (id, user_id, post_id) SELECT id, user_id, post_id FROM likes;
DROP TABLE likes;
ALTER TABLE likes_new RENAME TO likes;
CREATE UNIQUE INDEX likes_once ON likes (user_id, post_id);
-- check
SELECT count(*) = 1 FROM pragma_index_list('likes') WHERE "unique";
