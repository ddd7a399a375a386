-- needless-autoincrement is not raised. It counts up all the same.
INSERT INTO users VALUES (1);
