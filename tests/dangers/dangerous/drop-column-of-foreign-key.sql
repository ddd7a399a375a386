-- title: Drop the column of a reference
-- harm: The table-level FOREIGN KEY still names it
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER, FOREIGN KEY (p_id) REFERENCES p (id));
-- rows
-- migration
ALTER TABLE c DROP COLUMN p_id;
-- check
-- error: unknown column "p_id" in foreign key definition
SELECT 1;
