-- title: Drop the table that held the plain passwords
-- harm: none
-- before
CREATE TABLE plain_passwords (user_id INTEGER, pw TEXT);
-- rows
INSERT INTO plain_passwords VALUES (1,'secret');
-- migration
DROP TABLE IF EXISTS plain_passwords;
-- check
SELECT count(*) = 0 FROM sqlite_schema WHERE name = 'plain_passwords';
