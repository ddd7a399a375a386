INSERT INTO t VALUES ('x','1'),('x','2'),('x','1');
