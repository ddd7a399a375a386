-- title: Drop brands and the column that refers to it
-- harm: The table goes first, while cars still refers to its rows
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE brands (id INTEGER PRIMARY KEY);
CREATE TABLE cars (id INTEGER PRIMARY KEY, brand_id INTEGER REFERENCES brands(id));
-- rows
INSERT INTO brands VALUES (1);
INSERT INTO cars VALUES (1,1);
-- migration
DROP TABLE brands;
ALTER TABLE cars DROP COLUMN brand_id;
-- check
-- error: FOREIGN KEY constraint failed
SELECT 1;
