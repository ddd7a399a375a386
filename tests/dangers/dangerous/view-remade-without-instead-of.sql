-- title: Add a column to the view through which the program writes
-- harm: The INSTEAD OF trigger goes with the old view, writing to the view fails from now on
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
CREATE VIEW v_people AS SELECT id, name FROM people;
CREATE TRIGGER v_people_ins INSTEAD OF INSERT ON v_people BEGIN INSERT INTO people (name) VALUES (new.name); END;
-- rows
INSERT INTO people VALUES (1,'Ann','Oslo');
-- migration
DROP VIEW v_people;
CREATE VIEW v_people AS SELECT id, name, city FROM people;
-- check
SELECT count(*) = 0 FROM sqlite_schema WHERE type = 'trigger';
