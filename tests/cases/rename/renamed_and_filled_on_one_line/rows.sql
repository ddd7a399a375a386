INSERT INTO users VALUES (1, 'ann@example.org', 'ann'), (2, NULL, 'bob');
