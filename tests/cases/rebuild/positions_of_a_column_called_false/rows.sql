INSERT INTO answers VALUES (1, 10), (2, 20);
