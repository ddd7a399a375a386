INSERT INTO users VALUES (1,'a'),(90,'z');
DELETE FROM users WHERE id = 90;
INSERT INTO posts (rowid, slug, user_id) VALUES (7,'p',1),(9,'q',NULL);
INSERT INTO comments VALUES (50,'p');
DELETE FROM comments;
