-- 1/2  drop index i for now
--   for       index i is defined otherwise
DROP INDEX "i";

-- 2/2  create index i on t
--   for       index i is defined otherwise
--   after     step 1: the name i is free then
CREATE INDEX i ON t (a DESC);
