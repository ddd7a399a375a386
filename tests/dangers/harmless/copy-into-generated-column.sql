-- title: Rebuild boxes with NOT NULL sides
-- harm: none
-- before
CREATE TABLE boxes (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, area INTEGER AS (a * b) STORED);
-- rows
-- migration
CREATE TABLE boxes_new (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, area INTEGER AS (a * b) STORED);
INSERT INTO boxes_new (id, a, b) SELECT id, a, b FROM boxes;
DROP TABLE boxes;
ALTER TABLE boxes_new RENAME TO boxes;
-- check
SELECT count(*) = 4 FROM pragma_table_xinfo('boxes');
