-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("t is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "t is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "t is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "t is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('t') ORDER BY 1)) IS NOT 'body:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('t') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 't') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 't' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("t is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 't' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT 't_ai';
DROP TABLE "_reconcile_assert";

-- foreign keys are checked at the end, when all tables are in place
PRAGMA defer_foreign_keys = on;

-- 1/2  drop virtual table t_fts
--   for       virtual table t_fts is no longer in the schema
--   hazard    drop-table: virtual table t_fts is dropped with its index; the rows that it searches are those of t
DROP TABLE "t_fts";

-- 2/2  drop table t
--   for       table t is no longer in the schema
--   hazard    drop-table: table t is dropped with all its rows; 1 row
DROP TABLE "t";

-- foreign keys are checked at once again
PRAGMA defer_foreign_keys = off;
