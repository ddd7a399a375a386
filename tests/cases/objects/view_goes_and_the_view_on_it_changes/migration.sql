-- 1/3  drop view outer_view for now
--   for       view outer_view is defined otherwise
DROP VIEW "outer_view";

-- 2/3  drop view inner_view
--   for       view inner_view is no longer in the schema
--   after     step 1: view outer_view mentions view inner_view
--   hazard    drop-code: statements that read view inner_view fail
DROP VIEW "inner_view";

-- 3/3  create view outer_view
--   for       view outer_view is defined otherwise
--   after     step 1: the name outer_view is free then
CREATE VIEW outer_view AS SELECT x FROM t;
