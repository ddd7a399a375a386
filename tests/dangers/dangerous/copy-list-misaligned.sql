-- title: Copy the people into the new table
-- harm: The list of the INSERT and that of the SELECT name the columns in different orders: first and last name change places
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT);
-- rows
INSERT INTO people VALUES (1,'Ada','Lund'),(2,'Bo',NULL);
-- migration
CREATE TABLE people_v2 (id INTEGER PRIMARY KEY, first TEXT, last TEXT, nick TEXT DEFAULT '');
INSERT INTO people_v2 (id, last, first) SELECT id, first, last FROM people;
DROP TABLE people;
ALTER TABLE people_v2 RENAME TO people;
-- check
SELECT first = 'Lund' FROM people WHERE id = 1;
