-- The second row is what the expression gives anyway.
INSERT INTO g VALUES (1, 1, 9), (2, 2, 3);
