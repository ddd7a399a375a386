INSERT INTO users VALUES (1,'a@x',1),(5,NULL,2);
