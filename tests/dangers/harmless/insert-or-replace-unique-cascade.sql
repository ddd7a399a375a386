-- title: Seed the country list again, with corrected names
-- harm: none
-- before
CREATE TABLE countries (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT UNIQUE, name TEXT);
CREATE TABLE cities (id INTEGER PRIMARY KEY, country_id INTEGER REFERENCES countries(id) ON DELETE CASCADE, name TEXT);
-- rows
INSERT INTO countries (code,name) VALUES ('de','Germny'),('fr','France');
INSERT INTO cities VALUES (1,1,'Bonn'),(2,2,'Nice');
-- migration
insert into countries (code, name) values
  ('de', 'Germany'),
  ('fr', 'France'),
  ('it', 'Italy')
on conflict (code) do update set name = excluded.name;
-- check
SELECT (SELECT count(*) FROM cities) = 2 AND (SELECT name FROM countries WHERE id = 1) = 'Germany';
