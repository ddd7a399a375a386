-- title: Drop two tables
-- harm: DROP TABLE takes one name
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE a (x);
CREATE TABLE b (x);
-- rows
-- migration
DROP TABLE a, b;
-- check
-- error: syntax error
SELECT 1;
