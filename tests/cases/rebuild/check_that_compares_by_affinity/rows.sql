INSERT INTO codes VALUES (1, 4000, '4001'), (2, NULL, 'none'), (3, 'x', 'y');
