-- title: Remove double users, the one with the least id stays
-- harm: GROUP BY takes all NULL addresses for one group: users without an address are deleted but for one
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- rows
INSERT INTO users VALUES (1,'a@x'),(2,'a@x'),(3,NULL),(4,NULL),(5,NULL);
-- migration
DELETE FROM users WHERE id NOT IN (SELECT MIN(id) FROM users GROUP BY email);
-- check
SELECT count(*) = 1 FROM users WHERE email IS NULL;
