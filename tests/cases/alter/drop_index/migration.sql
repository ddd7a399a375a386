-- 1/1  drop index a_x
--   for       index a_x is no longer in the schema
--   hazard    drop-index: queries on a that used index a_x will scan
DROP INDEX "a_x";
