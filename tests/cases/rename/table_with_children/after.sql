-- reconcile: renamed-from users
CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people (id) ON DELETE CASCADE);
