INSERT INTO users VALUES (1,'a','n'),(2,'b','m');
INSERT INTO posts VALUES (1,'a'),(2,NULL);
