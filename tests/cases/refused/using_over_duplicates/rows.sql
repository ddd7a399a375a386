INSERT INTO user VALUES (1,'A@x.org'),(2,'a@x.org'),(3,'b@x.org');
