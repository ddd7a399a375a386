-- title: Lock everyone who has not accepted the terms
-- harm: Who has never been asked has NULL there, and <> 1 is not true for NULL
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, accepted INTEGER, locked INTEGER DEFAULT 0);
-- rows
INSERT INTO users (id, accepted) VALUES (1,1),(2,0),(3,NULL);
-- migration
UPDATE users SET locked = 1 WHERE accepted != 1;
-- check
SELECT locked = 0 FROM users WHERE id = 3;
