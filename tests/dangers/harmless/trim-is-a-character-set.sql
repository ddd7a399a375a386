-- title: Remove the prefix id_ from the keys
-- harm: none
-- before
CREATE TABLE keys (n INTEGER PRIMARY KEY, k TEXT);
-- rows
INSERT INTO keys VALUES (1,'id_dina'),(2,'id_bob'),(3,'ida');
-- migration
UPDATE keys SET k = substr(k, 4) WHERE substr(k, 1, 3) = 'id_';
-- check
SELECT (SELECT k FROM keys WHERE n = 1) = 'dina' AND (SELECT k FROM keys WHERE n = 3) = 'ida';
