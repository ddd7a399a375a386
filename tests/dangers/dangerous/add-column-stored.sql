-- title: Add a generated full name
-- harm: A STORED column cannot be added to a table with rows
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
-- rows
INSERT INTO people VALUES (1,'x','y');
-- migration
ALTER TABLE people ADD COLUMN full TEXT GENERATED ALWAYS AS (a || b) STORED;
-- check
-- error: cannot add a STORED column
SELECT 1;
