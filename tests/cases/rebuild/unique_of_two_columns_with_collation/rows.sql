INSERT INTO tag VALUES (1,1,'a'),(2,2,'A'),(3,1,'b'),(4,NULL,'b'),(5,NULL,'B');
