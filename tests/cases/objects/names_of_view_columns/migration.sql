-- 1/8  drop view k for now
--   for       view k is defined otherwise
DROP VIEW "k";

-- 2/8  drop view n for now
--   for       view n is defined otherwise
DROP VIEW "n";

-- 3/8  drop view s for now
--   for       view s is defined otherwise
DROP VIEW "s";

-- 4/8  drop view x for now
--   for       view x is defined otherwise
DROP VIEW "x";

-- 5/8  create view k
--   for       view k is defined otherwise
--   after     step 1: the name k is free then
CREATE VIEW k AS SELECT a AS total FROM t;

-- 6/8  create view n
--   for       view n is defined otherwise
--   after     step 2: the name n is free then
CREATE VIEW n AS SELECT COUNT(*) FROM t;

-- 7/8  create view s
--   for       view s is defined otherwise
--   after     step 3: the name s is free then
CREATE VIEW s AS SELECT a + 1 FROM t;

-- 8/8  create view x
--   for       view x is defined otherwise
--   after     step 4: the name x is free then
CREATE VIEW x AS WITH c AS (SELECT MAX(a) FROM t) SELECT * FROM c;
