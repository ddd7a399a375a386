-- title: Copy the names over
-- harm: none
-- before
CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE b (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO a VALUES (1,'x');
INSERT INTO b VALUES (1,'y');
-- migration
UPDATE a SET name = b.name FROM b WHERE b.id = a.id;
-- check
SELECT name = 'y' FROM a;
