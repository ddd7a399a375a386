-- 1/1  create table posts
--   for       table posts is new
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id BIGINT REFERENCES users (id));
CREATE INDEX posts_user ON posts (user_id);
