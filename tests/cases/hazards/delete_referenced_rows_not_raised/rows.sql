INSERT INTO roles VALUES (1, 'admin'), (2, 'guest'), (3, 'trial');
INSERT INTO users VALUES (10, 1), (11, 2);
