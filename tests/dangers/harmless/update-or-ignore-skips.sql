-- title: Move every handle to lower case, those that are taken with a number added
-- harm: none
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, handle TEXT UNIQUE);
-- rows
INSERT INTO people VALUES (1,'kim'),(2,'KIM'),(3,'LEE');
-- migration
UPDATE people SET handle = lower(handle) || '-' || id WHERE handle <> lower(handle) AND lower(handle) IN (SELECT handle FROM people);
UPDATE people SET handle = lower(handle) WHERE handle <> lower(handle);
-- check
SELECT count(*) = 0 FROM people WHERE handle <> lower(handle);
