-- title: Rebuild parts, with the type STRING for the code
-- harm: STRING is no text type in SQLite: it has NUMERIC affinity, so '1e5' becomes 100000 and '007' becomes 7
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE parts (id INTEGER PRIMARY KEY, code TEXT);
-- rows
INSERT INTO parts VALUES (1,'007'),(2,'1e5'),(3,'ab');
-- migration
CREATE TABLE parts_new (id INTEGER PRIMARY KEY, code STRING NOT NULL);
INSERT INTO parts_new SELECT id, code FROM parts;
DROP TABLE parts;
ALTER TABLE parts_new RENAME TO parts;
-- check
SELECT (SELECT code FROM parts WHERE id = 1) = 7 AND (SELECT CAST(code AS TEXT) FROM parts WHERE id = 2) = '100000';
