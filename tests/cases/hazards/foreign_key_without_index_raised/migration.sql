-- 1/1  create table posts
--   for       table posts is new
--   hazard    foreign-key-without-index: no index on posts(user_id): each delete in users will scan it
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id));
