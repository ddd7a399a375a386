-- title: Make sure that the table of members exists with its new column
-- harm: none
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO members VALUES (1,'Ann'),(2,'Bo');
-- migration
CREATE TABLE IF NOT EXISTS members (id INTEGER PRIMARY KEY, name TEXT);
ALTER TABLE members ADD COLUMN joined TEXT;
-- check
SELECT count(*) = 2 FROM members;
