-- title: Give every user a random token
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, token TEXT);
-- rows
INSERT INTO users (id) VALUES (1),(2),(3);
-- migration
UPDATE users SET token = lower(hex(randomblob(16)));
-- check
SELECT count(DISTINCT token) = 3 FROM users;
