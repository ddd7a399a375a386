INSERT INTO t VALUES (1,'x','1','gone'),(2,'y',NULL,NULL);
