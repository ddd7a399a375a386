-- title: Make sure that the table of members exists with its new column
-- harm: Where it exists, with rows, it is dropped first
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO members VALUES (1,'Ann'),(2,'Bo');
-- migration
DROP TABLE IF EXISTS members;
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT, joined TEXT);
-- check
SELECT count(*) = 0 FROM members;
