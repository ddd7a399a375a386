-- 1/1  create table posts
--   for       table posts is new
--   hazard    foreign-key-without-index: foreign key posts(user_id) has no index: each row deleted from users reads all of posts
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id));
