-- title: Rebuild parts, with the type STRING for the code
-- harm: none
-- before
CREATE TABLE parts (id INTEGER PRIMARY KEY, code TEXT);
-- rows
INSERT INTO parts VALUES (1,'007'),(2,'1e5'),(3,'ab');
-- migration
CREATE TABLE parts_new (id INTEGER PRIMARY KEY, code CHARACTER(8) NOT NULL);
INSERT INTO parts_new SELECT id, code FROM parts;
DROP TABLE parts;
ALTER TABLE parts_new RENAME TO parts;
-- check
SELECT (SELECT typeof(code) FROM parts WHERE id = 1) = 'text' AND (SELECT code FROM parts WHERE id = 1) = '007' AND (SELECT code FROM parts WHERE id = 2) = '1e5';
