-- title: Remove the prefix id_ from the keys
-- harm: ltrim takes a set of characters: 'id_dina' becomes 'na'
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE keys (n INTEGER PRIMARY KEY, k TEXT);
-- rows
INSERT INTO keys VALUES (1,'id_dina'),(2,'id_bob'),(3,'ida');
-- migration
UPDATE keys SET k = ltrim(k, 'id_');
-- check
SELECT k = 'na' FROM keys WHERE n = 1;
