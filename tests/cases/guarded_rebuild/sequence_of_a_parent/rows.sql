INSERT INTO users VALUES (1,'a'),(90,'z');
DELETE FROM users WHERE id = 90;
INSERT INTO posts VALUES (1,1);
