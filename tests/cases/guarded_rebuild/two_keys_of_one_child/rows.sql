INSERT INTO users VALUES (1,'a@x'),(2,'b@x'),(3,'c@x');
INSERT INTO messages VALUES (1,1,2),(2,2,2),(3,3,NULL);
