-- title: Add the time of creation
-- harm: On a table with rows the default of a new column must be constant
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO posts VALUES (1);
-- migration
ALTER TABLE posts ADD created_at DATETIME DEFAULT CURRENT_TIMESTAMP;
-- check
-- error: Cannot add a column with non-constant default
SELECT 1;
