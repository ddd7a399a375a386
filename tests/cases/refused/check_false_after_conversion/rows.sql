INSERT INTO codes VALUES (1, 7.0), (2, 1.5), (3, NULL), (4, 42.0);
