-- title: Copy the country of each user's address into users
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, country TEXT);
CREATE TABLE addresses (id INTEGER PRIMARY KEY, user_id INTEGER, country TEXT);
-- rows
INSERT INTO users (id) VALUES (1),(2);
INSERT INTO addresses VALUES (1,1,'NO'),(2,2,'CH');
-- migration
UPDATE users SET country = (SELECT a.country FROM addresses a WHERE a.user_id = users.id);
-- check
SELECT count(DISTINCT country) = 2 FROM users;
