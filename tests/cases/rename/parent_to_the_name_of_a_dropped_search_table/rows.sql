INSERT INTO people VALUES (1, 'Ada');
INSERT INTO orders VALUES (1, NULL, 1), (2, 'gift', 1);
