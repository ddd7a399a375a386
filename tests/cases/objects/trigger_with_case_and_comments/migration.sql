-- 1/1  create trigger tr on t
--   for       trigger tr is new
CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET x = (CASE WHEN NEW.x IS NULL THEN ('no'||char(10)||'value; END') ELSE NEW.x END) WHERE id = NEW.id; SELECT 1; END;
