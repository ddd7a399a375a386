-- needless-autoincrement is raised. One more row written for each insert.
INSERT INTO users VALUES (1);
