-- 1/1  create table posts
--   for       table posts is new
CREATE TABLE posts (id INTEGER PRIMARY KEY);
