INSERT INTO part VALUES (1, '7'), (2, '12');
