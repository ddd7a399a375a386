INSERT INTO a (id, x) VALUES (1, 3.0), (2, 'x'), (3, 2.5);
