-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("log is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "log is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "log is not what was reviewed: order of columns" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('log') ORDER BY 1)) IS NOT 'n:INT:0:0:0, what:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('log') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("log is not what was reviewed: order of columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT cid || ':' || lower(name) AS it FROM pragma_table_xinfo('log') ORDER BY 1)) IS NOT '0:what, 1:n';
DROP TABLE "_reconcile_assert";

-- 1/3  drop trigger t_ins for now
--   for       trigger t_ins is defined otherwise
DROP TRIGGER "t_ins";

-- 2/3  add column log.who
--   for       column who is new
--   by        alter
--   after     step 1: trigger t_ins mentions it
ALTER TABLE "log" ADD COLUMN who TEXT;

-- 3/3  create trigger t_ins on t
--   for       trigger t_ins is defined otherwise
--   after     step 1: the name t_ins is free then
--             step 2: trigger t_ins mentions log
CREATE TRIGGER t_ins AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('ins', new.n, 'me'); END;
