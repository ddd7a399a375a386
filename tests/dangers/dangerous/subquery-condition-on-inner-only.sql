-- title: Copy the country of each user's address into users
-- harm: Unqualified id is the inner table's own: the condition compares addresses with itself, every user gets the same country
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, country TEXT);
CREATE TABLE addresses (id INTEGER PRIMARY KEY, user_id INTEGER, country TEXT);
-- rows
INSERT INTO users (id) VALUES (1),(2);
INSERT INTO addresses VALUES (1,1,'NO'),(2,2,'CH');
-- migration
UPDATE users SET country = (SELECT a.country FROM addresses a WHERE a.user_id = id);
-- check
SELECT count(DISTINCT country) = 1 FROM users;
