-- breaks-app is raised. Old code inserts rows without a slug.
INSERT INTO users VALUES (1, 'a@example.com'), (2, 'b@example.com');
