-- title: Seed the country list again, with corrected names
-- harm: The conflict on code removes the old country and its cities by ON DELETE CASCADE; the country also gets a new id
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE countries (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT UNIQUE, name TEXT);
CREATE TABLE cities (id INTEGER PRIMARY KEY, country_id INTEGER REFERENCES countries(id) ON DELETE CASCADE, name TEXT);
-- rows
INSERT INTO countries (code,name) VALUES ('de','Germny'),('fr','France');
INSERT INTO cities VALUES (1,1,'Bonn'),(2,2,'Nice');
-- migration
insert or replace into countries (code, name) values
  ('de', 'Germany'),
  ('fr', 'France'),
  ('it', 'Italy');
-- check
SELECT count(*) = 0 FROM cities;
