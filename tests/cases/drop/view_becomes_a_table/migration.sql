-- 1/2  drop view people
--   for       view people is no longer in the schema
--   hazard    drop-code: statements that read view people fail
DROP VIEW "people";

-- 2/2  create table people
--   for       table people is new
--   after     step 1: the name people is free then
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
