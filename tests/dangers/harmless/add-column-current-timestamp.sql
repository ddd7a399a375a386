-- title: Add the time of creation
-- harm: none
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO posts VALUES (1);
-- migration
ALTER TABLE posts ADD created_at DATETIME DEFAULT '1970-01-01 00:00:00';
-- check
SELECT created_at LIKE '1970%' FROM posts;
