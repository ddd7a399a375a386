-- title: Copy the names over
-- harm: UPDATE ... JOIN is of another database
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE b (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO a VALUES (1,'x');
INSERT INTO b VALUES (1,'y');
-- migration
UPDATE a JOIN b ON a.id = b.id SET a.name = b.name;
-- check
-- error: syntax error
SELECT 1;
