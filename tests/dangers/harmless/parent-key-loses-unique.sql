-- title: Rebuild countries with a name in two languages
-- harm: none
-- before
CREATE TABLE countries (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT);
CREATE TABLE airports (id INTEGER PRIMARY KEY, country TEXT REFERENCES countries(code));
-- rows
INSERT INTO countries VALUES (1,'no','Norway');
-- migration
CREATE TABLE countries_new (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT, name_fr TEXT);
INSERT INTO countries_new (id, code, name) SELECT id, code, name FROM countries;
DROP TABLE countries;
ALTER TABLE countries_new RENAME TO countries;
-- check
SELECT count(*) = 1 FROM pragma_index_list('countries') WHERE "unique";
