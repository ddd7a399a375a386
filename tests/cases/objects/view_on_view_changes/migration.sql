-- 1/6  drop trigger v2_in for now
--   for       it mentions view v1, which is dropped
DROP TRIGGER "v2_in";

-- 2/6  drop view v2 for now
--   for       it mentions view v1, which is dropped
--   after     step 1: trigger v2_in mentions view v2
DROP VIEW "v2";

-- 3/6  drop view v1 for now
--   for       view v1 is defined otherwise
--   after     step 2: view v2 mentions view v1
DROP VIEW "v1";

-- 4/6  create view v1
--   for       view v1 is defined otherwise
--   after     step 3: the name v1 is free then
CREATE VIEW v1 AS SELECT id, x AS y, x FROM a;

-- 5/6  create view v2
--   for       it made way for another step
--   after     step 2: the name v2 is free then
--             step 4: view v2 mentions view v1
CREATE VIEW v2 AS SELECT id FROM v1;

-- 6/6  create trigger v2_in on v2
--   for       it made way for another step
--   after     step 1: the name v2_in is free then
--             step 5: trigger v2_in mentions view v2
CREATE TRIGGER v2_in INSTEAD OF INSERT ON v2 BEGIN INSERT INTO a (id) VALUES (NEW.id); END;
