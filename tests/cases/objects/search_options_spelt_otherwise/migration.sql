-- 1/1  create table b
--   for       table b is new
CREATE TABLE b (id INTEGER PRIMARY KEY);
