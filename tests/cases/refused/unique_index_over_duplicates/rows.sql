INSERT INTO t VALUES (1,'x',1),(2,'X',1),(3,'y',0),(4,'Y',0);
