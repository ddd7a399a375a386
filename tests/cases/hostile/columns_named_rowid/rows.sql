INSERT INTO t VALUES ('a','b','c','d'),(NULL,NULL,NULL,'e');
