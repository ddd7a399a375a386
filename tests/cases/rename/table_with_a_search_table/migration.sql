-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/4  drop trigger t_ai for now
--   for       trigger t_ai is defined otherwise
DROP TRIGGER "t_ai";

-- 2/4  rename table t to notes
--   for       table t is renamed to notes
--   after     step 1: trigger t_ai mentions it
--   hazard    rename: statements that still say table t fail
ALTER TABLE "t" RENAME TO "notes";

-- 3/4  rebuild virtual table t_fts
--   for       virtual table t_fts is defined otherwise
--   after     step 1: trigger t_ai mentions it
--             step 2: its contents are rows of notes
DROP TABLE "t_fts";
CREATE VIRTUAL TABLE t_fts USING fts5(body, content='notes', content_rowid='id');
INSERT INTO "t_fts"("t_fts") VALUES('rebuild');

-- 4/4  create trigger t_ai on notes
--   for       trigger t_ai is defined otherwise
--   after     step 1: the name t_ai is free then
--             step 2: trigger t_ai mentions notes
--             step 3: trigger t_ai mentions t_fts
CREATE TRIGGER t_ai AFTER INSERT ON notes BEGIN INSERT INTO t_fts(rowid, body) VALUES (NEW.id, NEW.body); END;
