-- 1/1  create table posts
--   for       table posts is new
--   hazard    needless-autoincrement: posts counts with AUTOINCREMENT, one more row written for each insert
CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT);
