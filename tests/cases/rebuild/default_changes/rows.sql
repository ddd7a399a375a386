INSERT INTO t VALUES (1,'new',1),(2,'old',NULL);
