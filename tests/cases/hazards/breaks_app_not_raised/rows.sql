-- breaks-app is not raised. Old code need not know of it.
INSERT INTO users VALUES (1, 'a@example.com'), (2, 'b@example.com');
