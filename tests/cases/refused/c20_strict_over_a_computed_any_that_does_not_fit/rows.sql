INSERT INTO a (id, x) VALUES (1, 5), (2, 'six');
