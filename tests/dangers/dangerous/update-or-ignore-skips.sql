-- title: Move every handle to lower case
-- harm: Rows whose new handle is taken are silently left as they were
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, handle TEXT UNIQUE);
-- rows
INSERT INTO people VALUES (1,'kim'),(2,'KIM'),(3,'LEE');
-- migration
UPDATE OR IGNORE people SET handle = LOWER(handle);
-- check
SELECT count(*) = 1 FROM people WHERE handle <> lower(handle);
