INSERT INTO reading VALUES (1, 20), (2, '21');
