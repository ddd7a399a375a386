INSERT INTO t VALUES ('b','x'),('a',NULL);
