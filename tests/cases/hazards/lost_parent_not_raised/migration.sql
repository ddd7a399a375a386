-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("account is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "account is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "account is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "account is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "invoice is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "invoice is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "invoice is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "invoice is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("account is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('account') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("account is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('account') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("account is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'account') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'account' ORDER BY 1)) IS NOT 'invoice.account:NO ACTION';
INSERT INTO "_reconcile_assert" ("account is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'account' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("invoice is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('invoice') ORDER BY 1)) IS NOT 'account:INTEGER:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("invoice is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('invoice') ORDER BY 1)) IS NOT 'account>account:NO ACTION:NO ACTION';
INSERT INTO "_reconcile_assert" ("invoice is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'invoice') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'invoice' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("invoice is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'invoice' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'invoice', (SELECT count(*) FROM "invoice"));

-- 1/2  rebuild table invoice
--   for       foreign key (account) → account(id) goes
--   by        rebuild
--             not alter: ALTER TABLE cannot add or drop a foreign key
--   hazard    rewrites-table: table invoice is copied row by row; 1 row, about 7 rows written
CREATE TABLE "__new_invoice" (id INTEGER PRIMARY KEY, account INTEGER);
INSERT INTO "__new_invoice" ("id", "account")
SELECT "id", "account"
FROM "invoice";
DROP TABLE "invoice";
ALTER TABLE "__new_invoice" RENAME TO "invoice";

-- 2/2  drop table account
--   for       table account is no longer in the schema
--   after     step 1: invoice no longer references it
--   hazard    drop-table: table account is dropped with all its rows; 1 row
DROP TABLE "account";

-- no row is lost, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("invoice lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("invoice lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'invoice') IS NOT (SELECT count(*) FROM "invoice");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
