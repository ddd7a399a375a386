INSERT INTO t VALUES (1,'of a','of b');
