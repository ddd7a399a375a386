CREATE TABLE posts (user_id INT REFERENCES users (id), at TEXT, PRIMARY KEY (user_id, at));
