-- title: Drop brands and the column that refers to it
-- harm: none
-- before
CREATE TABLE brands (id INTEGER PRIMARY KEY);
CREATE TABLE cars (id INTEGER PRIMARY KEY, brand_id INTEGER REFERENCES brands(id));
-- rows
INSERT INTO brands VALUES (1);
INSERT INTO cars VALUES (1,1);
-- migration
ALTER TABLE cars DROP COLUMN brand_id;
DROP TABLE brands;
-- check
SELECT count(*) = 1 FROM cars;
