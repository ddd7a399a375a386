-- 1/2  drop index a_x for now
--   for       index a_x is defined otherwise
DROP INDEX "a_x";

-- 2/2  create index a_x on a
--   for       index a_x is defined otherwise
--   after     step 1: the name a_x is free then
CREATE INDEX a_x ON a (x) WHERE y > 0;
