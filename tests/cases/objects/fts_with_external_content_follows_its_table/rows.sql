INSERT INTO t VALUES (1,'hello world'),(7,'other');
