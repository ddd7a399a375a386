-- title: Delete the guests, that is everyone without an address of the firm
-- harm: NOT LIKE is unknown for NULL: those without any address stay
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO users VALUES (1,'a@corp.example'),(2,'b@x.org'),(3,NULL);
-- migration
DELETE FROM users WHERE mail NOT LIKE '%@corp.example';
-- check
SELECT count(*) = 1 FROM users WHERE mail IS NULL;
