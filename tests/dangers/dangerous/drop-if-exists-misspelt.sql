-- title: Drop the table that held the plain passwords
-- harm: The name is misspelt, IF EXISTS keeps silent, the passwords stay
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE plain_passwords (user_id INTEGER, pw TEXT);
-- rows
INSERT INTO plain_passwords VALUES (1,'secret');
-- migration
DROP TABLE IF EXISTS plain_pasword;
-- check
SELECT count(*) = 1 FROM plain_passwords;
