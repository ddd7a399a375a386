-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("accounts is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "accounts is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "accounts is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "accounts is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('accounts') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, name:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('accounts') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'accounts') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'accounts' ORDER BY 1)) IS NOT 'notes.account_id:CASCADE';
INSERT INTO "_reconcile_assert" ("accounts is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'accounts' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'accounts', (SELECT count(*) FROM "accounts")),
  ('rows', 'notes', (SELECT count(*) FROM "notes")),
  ('orphans', 'notes', (SELECT count(*) FROM pragma_foreign_key_check('notes')));

-- 1/1  rebuild table accounts
--   for       CHECK (name <> '') is new
--   by        guarded rebuild
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--             not rebuild: notes references it ON DELETE CASCADE, so DROP TABLE would delete its rows
--   hazard    add-check: CHECK (name <> '') on accounts is new to rows that are there; 0 rows
--             rewrites-table: table accounts is copied row by row; 0 rows, about 6 rows written
CREATE TRIGGER "__guard_notes_delete" BEFORE DELETE ON "notes" BEGIN SELECT RAISE(IGNORE); END;
CREATE TABLE "__new_accounts" (
  id INTEGER PRIMARY KEY,
  name TEXT CHECK (name <> '')
);
INSERT INTO "__new_accounts" ("id", "name")
SELECT "id", "name"
FROM "accounts";
DROP TABLE "accounts";
ALTER TABLE "__new_accounts" RENAME TO "accounts";
DROP TRIGGER "__guard_notes_delete";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("accounts lost rows" INT NOT NULL DEFAULT 0, "notes lost rows" INT NOT NULL DEFAULT 0, "notes has rows without a parent" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("accounts lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'accounts') IS NOT (SELECT count(*) FROM "accounts");
INSERT INTO "_reconcile_assert" ("notes lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'notes') IS NOT (SELECT count(*) FROM "notes");
INSERT INTO "_reconcile_assert" ("notes has rows without a parent") SELECT NULL WHERE (SELECT count(*) FROM pragma_foreign_key_check('notes')) > coalesce((SELECT count FROM "_reconcile_counts" WHERE what = 'orphans' AND name = 'notes'), 0);
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
