INSERT INTO t VALUES (1,'value number 3'),(2,NULL);
