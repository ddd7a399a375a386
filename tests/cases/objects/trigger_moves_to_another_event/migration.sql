-- 1/2  drop trigger tr for now
--   for       trigger tr is defined otherwise
DROP TRIGGER "tr";

-- 2/2  create trigger tr on t
--   for       trigger tr is defined otherwise
--   after     step 1: the name tr is free then
CREATE TRIGGER tr BEFORE UPDATE OF x ON t BEGIN INSERT INTO log VALUES (NEW.id); END;
