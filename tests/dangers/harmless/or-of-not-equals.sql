-- title: Delete all keys but those of alice and bob
-- harm: none
-- before
CREATE TABLE api_keys (id INTEGER PRIMARY KEY, owner TEXT);
-- rows
INSERT INTO api_keys VALUES (1,'alice'),(2,'bob'),(3,'eve');
-- migration
DELETE FROM api_keys WHERE owner <> 'alice' AND owner <> 'bob';
-- check
SELECT count(*) = 2 FROM api_keys;
