-- title: Copy the people into the new table
-- harm: none
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT);
-- rows
INSERT INTO people VALUES (1,'Ada','Lund'),(2,'Bo',NULL);
-- migration
CREATE TABLE people_v2 (id INTEGER PRIMARY KEY, first TEXT, last TEXT, nick TEXT DEFAULT '');
INSERT INTO people_v2 (id, last, first) SELECT id, last, first FROM people;
DROP TABLE people;
ALTER TABLE people_v2 RENAME TO people;
-- check
SELECT first = 'Ada' AND last = 'Lund' FROM people WHERE id = 1;
