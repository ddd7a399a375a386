INSERT INTO node VALUES (1,NULL,'a'),(2,1,'b'),(3,2,'c');
INSERT INTO leaf VALUES (1,1,NULL),(2,3,1);
