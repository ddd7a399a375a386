-- title: Rebuild comments to let the text be empty
-- harm: The reference to posts is not in the new table
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY);
CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, body TEXT NOT NULL, FOREIGN KEY (post_id) REFERENCES posts (id));
-- rows
INSERT INTO posts VALUES (1);
INSERT INTO comments VALUES (1,1,'x');
-- migration
CREATE TABLE comments_new (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, body TEXT);
INSERT INTO comments_new SELECT id, post_id, body FROM comments;
DROP TABLE comments;
ALTER TABLE comments_new RENAME TO comments;
-- check
SELECT count(*) = 0 FROM pragma_foreign_key_list('comments');
