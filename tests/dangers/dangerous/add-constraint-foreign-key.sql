-- title: Add a foreign key in place
-- harm: SQLite has no such statement
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER);
-- rows
-- migration
ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id);
-- check
-- error: syntax error
SELECT 1;
