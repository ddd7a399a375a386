-- title: Delete the guests, that is everyone without an address of the firm
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO users VALUES (1,'a@corp.example'),(2,'b@x.org'),(3,NULL);
-- migration
DELETE FROM users WHERE mail LIKE '%@corp.example' IS NOT TRUE;
-- check
SELECT group_concat(id) = '1' FROM users;
