INSERT INTO user VALUES (1,'A@x.org'),(3,'b@x.org');
