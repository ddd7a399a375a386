-- title: Give every user a random token
-- harm: The subquery is evaluated once, everybody gets the same token
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, token TEXT);
-- rows
INSERT INTO users (id) VALUES (1),(2),(3);
-- migration
UPDATE users SET token = (SELECT lower(hex(randomblob(16))));
-- check
SELECT count(DISTINCT token) = 1 FROM users;
