INSERT INTO t VALUES (1,'007'),(2,'1e3'),(3,'abc');
