-- title: Make zip a number, as it holds only digits
-- harm: none
-- before
CREATE TABLE addresses (id INTEGER PRIMARY KEY, zip TEXT);
-- rows
INSERT INTO addresses VALUES (1,'01234'),(2,'90210');
-- migration
CREATE TABLE addresses_new (id INTEGER PRIMARY KEY, zip VARCHAR(10));
INSERT INTO addresses_new SELECT id, zip FROM addresses;
DROP TABLE addresses;
ALTER TABLE addresses_new RENAME TO addresses;
-- check
SELECT typeof(zip) = 'text' AND zip = '01234' FROM addresses WHERE id = 1;
