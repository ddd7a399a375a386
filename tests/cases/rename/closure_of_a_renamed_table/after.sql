-- reconcile: renamed-from users
CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
-- reconcile: renamed-from posts
CREATE TABLE articles (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people (id) ON DELETE CASCADE);
CREATE INDEX posts_by_user ON articles (user_id);
