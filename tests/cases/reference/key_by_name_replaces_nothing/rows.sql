INSERT INTO flags VALUES (10, 'beta', 0), (11, 'dark', 1);
