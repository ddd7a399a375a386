-- title: Merge the pupils of the second school into the table of the first
-- harm: none
-- before
CREATE TABLE pupils_a (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE pupils_b (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE marks_b (pupil_id INTEGER, mark INTEGER);
-- rows
INSERT INTO pupils_a VALUES (1,'Ann'),(2,'Bo');
INSERT INTO pupils_b VALUES (1,'Cy');
INSERT INTO marks_b VALUES (1,5);
-- migration
UPDATE marks_b SET pupil_id = pupil_id + 1000;
INSERT INTO pupils_a (id, name) SELECT id + 1000, name FROM pupils_b;
DROP TABLE pupils_b;
-- check
SELECT p.name = 'Cy' FROM marks_b m JOIN pupils_a p ON p.id = m.pupil_id;
