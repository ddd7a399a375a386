-- title: Rebuild likes to add the time
-- harm: UNIQUE (user_id, post_id) is not in the new table
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE likes (id INTEGER PRIMARY KEY, user_id INTEGER, post_id INTEGER, UNIQUE (user_id, post_id));
-- rows
INSERT INTO likes VALUES (1,1,1),(2,1,2);
-- migration
CREATE TABLE likes_new (id INTEGER PRIMARY KEY, user_id INTEGER, post_id INTEGER, at TEXT DEFAULT CURRENT_TIMESTAMP);
INSERT INTO likes_new (id, user_id, post_id) SELECT id, user_id, post_id FROM likes;
DROP TABLE likes;
ALTER TABLE likes_new RENAME TO likes;
-- check
SELECT count(*) = 0 FROM pragma_index_list('likes');
