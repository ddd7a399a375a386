-- title: Rebuild boxes with NOT NULL sides
-- harm: The list names the generated column, into which nothing can be inserted
-- kind: fails-on-d1
-- line: 2
-- before
CREATE TABLE boxes (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, area INTEGER AS (a * b) STORED);
-- rows
-- migration
CREATE TABLE boxes_new (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, area INTEGER AS (a * b) STORED);
INSERT INTO boxes_new (id, a, b, area) SELECT id, a, b, area FROM boxes;
DROP TABLE boxes;
ALTER TABLE boxes_new RENAME TO boxes;
-- check
-- error: cannot INSERT into generated column
SELECT 1;
