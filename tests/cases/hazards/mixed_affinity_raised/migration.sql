-- 1/1  create table posts
--   for       table posts is new
--   hazard    mixed-affinity: posts.user_id is TEXT and refers to users.id, which is INTEGER
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id TEXT REFERENCES users (id));
CREATE INDEX posts_user ON posts (user_id);
