-- title: Make zip a number, as it holds only digits
-- harm: The column's affinity turns '01234' into 1234
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE addresses (id INTEGER PRIMARY KEY, zip TEXT);
-- rows
INSERT INTO addresses VALUES (1,'01234'),(2,'90210');
-- migration
CREATE TABLE addresses_new (id INTEGER PRIMARY KEY, zip INTEGER);
INSERT INTO addresses_new SELECT id, zip FROM addresses;
DROP TABLE addresses;
ALTER TABLE addresses_new RENAME TO addresses;
-- check
SELECT zip = 1234 AND length(zip) = 4 FROM addresses WHERE id = 1;
