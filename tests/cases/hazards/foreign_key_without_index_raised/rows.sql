-- foreign-key-without-index is raised. Each delete of a user will scan posts.
INSERT INTO users VALUES (1);
