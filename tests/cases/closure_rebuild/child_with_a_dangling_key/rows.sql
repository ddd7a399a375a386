CREATE TABLE topics_old (id INTEGER PRIMARY KEY);
INSERT INTO users VALUES (1, 'a'), (2, 'b');
INSERT INTO posts VALUES (1, 1, NULL), (2, 2, NULL);
DROP TABLE topics_old;
