INSERT INTO a VALUES (1, 'x', 1), (2, 'it''s', 2), (3, NULL, NULL);
