INSERT INTO place VALUES ('a',NULL),('b','x');
INSERT INTO shop VALUES (1,'a'),(2,NULL);
