-- 1/1  create table posts
--   for       table posts is new
--   hazard    mixed-affinity: posts.user_id and users.id have types of two kinds, and are compared
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id TEXT REFERENCES users (id));
CREATE INDEX posts_user ON posts (user_id);
