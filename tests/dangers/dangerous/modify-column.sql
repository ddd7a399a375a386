-- title: Widen a column
-- harm: MODIFY COLUMN is of another database
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(10));
-- rows
-- migration
ALTER TABLE t MODIFY COLUMN a VARCHAR(100);
-- check
-- error: syntax error
SELECT 1;
