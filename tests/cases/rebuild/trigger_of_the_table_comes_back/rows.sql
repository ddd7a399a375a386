INSERT INTO t VALUES (1,'a',0),(2,'b',0);
