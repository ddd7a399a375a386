-- title: Delete the users who are not active
-- harm: active holds 0 and 1; 'false' equals neither
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, active BOOLEAN NOT NULL DEFAULT 1);
-- rows
INSERT INTO users VALUES (1,1),(2,0);
-- migration
DELETE FROM users WHERE active = 'false';
-- check
SELECT count(*) = 2 FROM users;
