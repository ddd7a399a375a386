-- 1/1  create index a_x on a
--   for       index a_x is new
--   hazard    add-unique: index a_x becomes unique over rows that are there; 0 rows
CREATE UNIQUE INDEX a_x ON a (x);
