INSERT INTO role VALUES (1, 'admin'), (2, 'guest');
INSERT INTO users VALUES (7, 1), (8, 2);
