INSERT INTO part VALUES (1, '007'), (2, '12');
