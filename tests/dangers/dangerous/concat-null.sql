-- title: Join first and last name in one column
-- harm: A NULL makes the whole concatenation NULL, then the parts are dropped
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT);
-- rows
INSERT INTO people VALUES (1,'Ada','Lund'),(2,'Cher',NULL);
-- migration
ALTER TABLE people ADD COLUMN full_name TEXT;
UPDATE people SET full_name = first || ' ' || last;
ALTER TABLE people DROP COLUMN first;
ALTER TABLE people DROP COLUMN last;
-- check
SELECT full_name IS NULL FROM people WHERE id = 2;
