-- title: Remove double addresses, the first stays
-- harm: none
-- before
CREATE TABLE addresses (id INTEGER PRIMARY KEY, street TEXT, flat TEXT);
-- rows
INSERT INTO addresses VALUES (1,'A','1'),(2,'A','1'),(3,'B',NULL),(4,'B',NULL);
-- migration
DELETE FROM addresses WHERE EXISTS (SELECT 1 FROM addresses a WHERE a.street = addresses.street AND a.flat IS addresses.flat AND a.id < addresses.id);
-- check
SELECT count(*) = 2 FROM addresses;
