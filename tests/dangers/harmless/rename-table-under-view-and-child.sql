-- title: Rename a table to which a view and a child refer
-- harm: none
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES people(id) ON DELETE CASCADE);
CREATE VIEW names AS SELECT name FROM people;
-- rows
INSERT INTO people VALUES (1,'Ann');
INSERT INTO pets VALUES (1,1);
-- migration
ALTER TABLE people RENAME TO persons;
-- check
SELECT (SELECT name FROM names) = 'Ann' AND (SELECT "table" FROM pragma_foreign_key_list('pets')) = 'persons' AND (SELECT count(*) FROM pets) = 1;
