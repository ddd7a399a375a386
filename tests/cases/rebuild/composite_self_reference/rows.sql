INSERT INTO node VALUES (1,1,NULL,NULL,'r'),(1,2,1,1,'c'),(1,3,1,2,'d');
