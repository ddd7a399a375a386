-- title: The trigger shall log the old value too
-- harm: none
-- before
CREATE TABLE conf (k TEXT, v TEXT);
CREATE TABLE conf_log (k TEXT, old TEXT);
CREATE TRIGGER conf_upd AFTER UPDATE ON conf BEGIN INSERT INTO conf_log (k) VALUES (new.k); END;
-- rows
INSERT INTO conf VALUES ('a','1');
-- migration
DROP TRIGGER IF EXISTS conf_upd;
CREATE TRIGGER conf_upd AFTER UPDATE ON conf BEGIN INSERT INTO conf_log (k, old) VALUES (new.k, old.v); END;
-- check
SELECT sql LIKE '%old.v%' FROM sqlite_schema WHERE name = 'conf_upd';
