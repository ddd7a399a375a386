-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("plans is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "plans is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "plans is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "plans is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("plans is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('plans') ORDER BY 1)) IS NOT 'code:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("plans is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('plans') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("plans is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'plans') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'plans' ORDER BY 1)) IS NOT 'users.plan:NO ACTION';
INSERT INTO "_reconcile_assert" ("plans is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'plans' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'plans', (SELECT count(*) FROM "plans")),
  ('rows', 'users', (SELECT count(*) FROM "users"));

-- 1/1  rebuild table plans
--   for       UNIQUE (code) is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a UNIQUE constraint
--             not rebuild: users references it, so DROP TABLE fails while it has rows
--   hazard    add-unique: plans(code) becomes unique over rows that are there; 0 rows
--             rewrites-table: table plans is copied row by row; 2 rows, about 10 rows written
CREATE TABLE "__new_plans" (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
INSERT INTO "__new_plans" ("id", "code")
SELECT "id", "code"
FROM "plans";
DROP TABLE "plans";
ALTER TABLE "__new_plans" RENAME TO "plans";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("plans lost rows" INT NOT NULL DEFAULT 0, "users lost rows" INT NOT NULL DEFAULT 0, "users has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("plans lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'plans') IS NOT (SELECT count(*) FROM "plans");
INSERT INTO "_reconcile_assert" ("users lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'users') IS NOT (SELECT count(*) FROM "users");
INSERT INTO "_reconcile_assert" ("users has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('users')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'users'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
