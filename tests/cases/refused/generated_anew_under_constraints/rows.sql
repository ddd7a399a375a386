INSERT INTO t VALUES (1, 5, 1), (2, 6, 1), (3, 7, NULL);
