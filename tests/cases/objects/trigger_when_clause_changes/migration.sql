-- 1/2  drop trigger tr for now
--   for       trigger tr is defined otherwise
DROP TRIGGER "tr";

-- 2/2  create trigger tr on t
--   for       trigger tr is defined otherwise
--   after     step 1: the name tr is free then
CREATE TRIGGER tr AFTER UPDATE OF x ON t WHEN NEW.x > 2 BEGIN SELECT 1; END;
