CREATE VIEW people AS SELECT id, name FROM person;
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);
