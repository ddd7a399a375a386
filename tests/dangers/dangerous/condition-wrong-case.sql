-- title: Make the operator's account an administrator
-- harm: = is case-sensitive, the address is stored in small letters
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, admin INTEGER DEFAULT 0);
-- rows
INSERT INTO users (id, email) VALUES (1,'ops@example.com');
-- migration
UPDATE users SET admin = 1 WHERE email = 'Ops@Example.com';
-- check
SELECT admin = 0 FROM users;
