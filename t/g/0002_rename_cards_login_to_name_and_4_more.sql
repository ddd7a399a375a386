-- Migration 0002: rename cards login to name and 4 more
-- Written by reconcile 0.1.0 at 2026-11-28T16:00:34Z
--
-- Purpose
--   bring the database to the desired schema
--
-- Changes
--   column cards.login is renamed to name
--   cards: values of column name become lower("name"); values of column status become lower(status); CHECK (status IN ('Learning', 'Learned')) goes; CHECK (status IN ('learning', 'learned', 'dropped')) is new
--   e: type of column created_at changes from TEXT to INTEGER
--
-- Hazards
--   breaks-old-code: code that runs now fails until the new one is out: cards.login gets another name
--   rename: statements that still say column cards.login fail
--   add-not-null: column cards.status must not be NULL in rows that are there; 0 rows
--   add-check: CHECK (status IN ('learning', 'learned', 'dropped')) on cards is new to rows that are there; 0 rows
--   lossy-conversion: values of column cards.name are converted by an expression; 1 row (1)
--   lossy-conversion: values of column cards.name become NULL, where an expression gives none; 0 rows
--   lossy-conversion: values of column cards.status are converted by an expression; 2 rows (1, 2)
--   rewrites-table: table cards is copied row by row; 2 rows, about 8 rows written
--   lossy-conversion: values of column e.created_at are converted to INTEGER; 0 rows
--   unconverted-text: text in column e.created_at stays text under INTEGER; 2 rows (1, 2)
--   rewrites-table: table e is copied row by row; 3 rows, about 9 rows written
--
-- Strategies
--   rebuild table cards: rebuild; not alter: ALTER TABLE cannot convert the values of column name; not alter: ALTER TABLE cannot convert the values of column status; not alter: ALTER TABLE cannot add or drop a CHECK on D1
--   rebuild table e: rebuild; not alter: ALTER TABLE cannot change the type of column created_at
--
-- Proof
--   runs: 28 statements ran as one transaction on 5 rows of 2 tables
--   schema: it ends at the desired schema, 3621809e42d4
--   settled: a second plan is empty
--   rows: 5 rows in 2 tables before and after, none lost
--   values: 9 values in 2 tables as before, 3 converted by an expression
--   rowids: 5 rowids kept
--   foreign-keys: every row's parents are there
--   leftovers: no temporary table, guard or pragma remains
--   splitter: wrangler sees the same 28 statements
--   length: the longest statement has 593 bytes
--
-- Fingerprints
--   from  4676f098eab2a6b719833e39c52f0f2b22b96e257e3f73cd529ca409a96b75ae
--   to    3621809e42d4146ee9a009e055d86136d5572ca38e0f42503fd6c362177ae225
--
-- Verification
--   SELECT count(*) FROM "cards"; -- as many as before
--   SELECT count(*) FROM "e"; -- as many as before
--
-- Seal sha256:4ea7c7162da8218a16afabc5b5042cb5271db21b93df624eb8ebe9939addcf07

-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("cards is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "cards is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "cards is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "cards is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0, "e is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "e is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0, "e is not what was reviewed: referenced by" INT NOT NULL DEFAULT 0, "e is not what was reviewed: indexes and triggers" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("cards is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('cards') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, login:TEXT:0:0:0, status:TEXT:1:0:0';
INSERT INTO "_reconcile_assert" ("cards is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('cards') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("cards is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'cards') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'cards' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("cards is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'cards' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("e is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('e') ORDER BY 1)) IS NOT 'created_at:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("e is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('e') ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("e is not what was reviewed: referenced by") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(m.name) || '.' || lower(k."from") || ':' || k.on_delete AS it FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(lower(name), 1, 4) <> '_cf_' AND lower(name) <> 'e') m, pragma_foreign_key_list(m.name) k WHERE lower(k."table") = 'e' ORDER BY 1)) IS NOT '';
INSERT INTO "_reconcile_assert" ("e is not what was reviewed: indexes and triggers") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) AS it FROM sqlite_schema WHERE lower(tbl_name) = 'e' AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- counted now, to be compared at the end
PRAGMA defer_foreign_keys = on;
CREATE TABLE "_reconcile_counts" (what TEXT NOT NULL, name TEXT NOT NULL, count INT NOT NULL);
INSERT INTO "_reconcile_counts" VALUES
  ('rows', 'cards', (SELECT count(*) FROM "cards")),
  ('rows', 'e', (SELECT count(*) FROM "e"));

-- 1/3  rename column cards.login to name
--   for       column cards.login is renamed to name
--   hazard    rename: statements that still say column cards.login fail
ALTER TABLE "cards" RENAME COLUMN "login" TO "name";

-- 2/3  rebuild table cards
--   for       values of column name become lower("name")
--             values of column status become lower(status)
--             CHECK (status IN ('Learning', 'Learned')) goes
--             CHECK (status IN ('learning', 'learned', 'dropped')) is new
--   by        rebuild
--             not alter: ALTER TABLE cannot convert the values of column name
--             not alter: ALTER TABLE cannot convert the values of column status
--             not alter: ALTER TABLE cannot add or drop a CHECK on D1
--   after     step 1: column cards.name gets its name first
--   hazard    add-not-null: column cards.status must not be NULL in rows that are there; 0 rows
--             add-check: CHECK (status IN ('learning', 'learned', 'dropped')) on cards is new to rows that are there; 0 rows
--             lossy-conversion: values of column cards.name are converted by an expression; 1 row (1)
--             lossy-conversion: values of column cards.name become NULL, where an expression gives none; 0 rows
--             lossy-conversion: values of column cards.status are converted by an expression; 2 rows (1, 2)
--             rewrites-table: table cards is copied row by row; 2 rows, about 8 rows written
CREATE TABLE "__new_cards" (
  id INTEGER PRIMARY KEY,
  name TEXT,
  status TEXT NOT NULL CHECK (status IN ('learning', 'learned', 'dropped'))
);
INSERT INTO "__new_cards" ("id", "name", "status")
SELECT "id", lower("name"), lower(status)
FROM "cards";
DROP TABLE "cards";
ALTER TABLE "__new_cards" RENAME TO "cards";

-- 3/3  rebuild table e
--   for       type of column created_at changes from TEXT to INTEGER
--   by        rebuild
--             not alter: ALTER TABLE cannot change the type of column created_at
--   hazard    lossy-conversion: values of column e.created_at are converted to INTEGER; 0 rows
--             unconverted-text: text in column e.created_at stays text under INTEGER; 2 rows (1, 2)
--             rewrites-table: table e is copied row by row; 3 rows, about 9 rows written
CREATE TABLE "__new_e" (id INTEGER PRIMARY KEY, created_at INTEGER);
INSERT INTO "__new_e" ("id", "created_at")
SELECT "id", "created_at"
FROM "e";
DROP TABLE "e";
ALTER TABLE "__new_e" RENAME TO "e";

-- no row is lost and no foreign key is broken, or nothing of this happens
CREATE TABLE "_reconcile_assert" ("cards lost rows" INT NOT NULL DEFAULT 0, "e lost rows" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("cards lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'cards') IS NOT (SELECT count(*) FROM "cards");
INSERT INTO "_reconcile_assert" ("e lost rows") SELECT NULL WHERE (SELECT count FROM "_reconcile_counts" WHERE what = 'rows' AND name = 'e') IS NOT (SELECT count(*) FROM "e");
DROP TABLE "_reconcile_assert";
DROP TABLE "_reconcile_counts";
PRAGMA defer_foreign_keys = off;
