INSERT INTO user VALUES (1, 'a@example.org', 'Ada'), (2, 'b@example.org', NULL);
