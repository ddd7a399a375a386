-- title: Add a generated full name
-- harm: none
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
-- rows
INSERT INTO people VALUES (1,'x','y');
-- migration
ALTER TABLE people ADD COLUMN full TEXT GENERATED ALWAYS AS (a || b) VIRTUAL;
-- check
SELECT full = 'xy' FROM people;
