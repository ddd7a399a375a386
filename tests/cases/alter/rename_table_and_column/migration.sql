-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("customers is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "customers is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("customers is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('customers') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, mail:TEXT:0:0:0';
INSERT INTO "_reconcile_assert" ("customers is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('customers') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/4  drop view mails for now
--   for       view mails is defined otherwise
DROP VIEW "mails";

-- 2/4  rename table customers to clients
--   for       table customers is renamed to clients
--   after     step 1: view mails mentions it
--   hazard    rename: statements that still say table customers fail
ALTER TABLE "customers" RENAME TO "clients";

-- 3/4  rename column clients.mail to email
--   for       column clients.mail is renamed to email
--   after     step 1: view mails mentions it
--             step 2: renames run in this order
--   hazard    rename: statements that still say column clients.mail fail
ALTER TABLE "clients" RENAME COLUMN "mail" TO "email";

-- 4/4  create view mails
--   for       view mails is defined otherwise
--   after     step 1: the name mails is free then
--             step 2: view mails mentions clients
--             step 3: view mails mentions clients
CREATE VIEW mails AS SELECT email FROM clients;
