-- title: Join first and last name in one column
-- harm: none
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT);
-- rows
INSERT INTO people VALUES (1,'Ada','Lund'),(2,'Cher',NULL);
-- migration
ALTER TABLE people ADD COLUMN full_name TEXT;
UPDATE people SET full_name = trim(coalesce(first, '') || ' ' || coalesce(last, ''));
ALTER TABLE people DROP COLUMN first;
ALTER TABLE people DROP COLUMN last;
-- check
SELECT full_name = 'Cher' FROM people WHERE id = 2;
