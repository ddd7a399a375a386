INSERT INTO item VALUES (1,'open',1),(2,'done',NULL);
