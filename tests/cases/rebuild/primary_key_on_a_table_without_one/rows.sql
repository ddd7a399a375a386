INSERT INTO log(rowid,at,line) VALUES (10,'t1','a'),(20,'t2',NULL);
