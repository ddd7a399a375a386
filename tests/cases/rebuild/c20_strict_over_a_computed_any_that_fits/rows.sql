INSERT INTO a (id, x) VALUES (1, 5), (2, '6'), (3, NULL);
