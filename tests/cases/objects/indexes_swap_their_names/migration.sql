-- 1/4  drop index i for now
--   for       index i is defined otherwise
DROP INDEX "i";

-- 2/4  drop index j for now
--   for       index j is defined otherwise
DROP INDEX "j";

-- 3/4  create index i on a
--   for       index i is defined otherwise
--   after     step 1: the name i is free then
CREATE INDEX i ON a (y);

-- 4/4  create index j on a
--   for       index j is defined otherwise
--   after     step 2: the name j is free then
CREATE INDEX j ON a (x);
