-- title: Remove double users, the one with the least id stays
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- rows
INSERT INTO users VALUES (1,'a@x'),(2,'a@x'),(3,NULL),(4,NULL),(5,NULL);
-- migration
DELETE FROM users WHERE email IS NOT NULL AND id NOT IN (SELECT MIN(id) FROM users GROUP BY email);
-- check
SELECT count(*) = 4 FROM users;
