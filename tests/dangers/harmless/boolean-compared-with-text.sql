-- title: Delete the users who are not active
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, active BOOLEAN NOT NULL DEFAULT 1);
-- rows
INSERT INTO users VALUES (1,1),(2,0);
-- migration
DELETE FROM users WHERE active = false;
-- check
SELECT count(*) = 1 FROM users;
