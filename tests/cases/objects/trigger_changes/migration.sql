-- 1/2  drop trigger t for now
--   for       trigger t is defined otherwise
DROP TRIGGER "t";

-- 2/2  create trigger t on a
--   for       trigger t is defined otherwise
--   after     step 1: the name t is free then
CREATE TRIGGER t AFTER INSERT ON a WHEN NEW.x > 1 BEGIN UPDATE a SET n = 2; END;
