INSERT INTO users VALUES (1,'a@x'),(2,'b@x'),(3,'c@x');
INSERT INTO posts VALUES (1,1),(2,1),(3,2),(4,NULL);
