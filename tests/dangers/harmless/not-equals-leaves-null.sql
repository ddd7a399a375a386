-- title: Lock everyone who has not accepted the terms
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, accepted INTEGER, locked INTEGER DEFAULT 0);
-- rows
INSERT INTO users (id, accepted) VALUES (1,1),(2,0),(3,NULL);
-- migration
UPDATE users SET locked = 1 WHERE accepted IS NOT 1;
-- check
SELECT group_concat(locked) = '0,1,1' FROM (SELECT locked FROM users ORDER BY id);
