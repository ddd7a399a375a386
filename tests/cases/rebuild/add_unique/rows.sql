INSERT INTO users VALUES (1,'a@x'),(5,NULL),(6,NULL);
