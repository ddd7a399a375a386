-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'id:INTEGER:key:1:0, mail:TEXT:1:0:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/5  drop trigger users_lower for now
--   for       trigger users_lower is defined otherwise
DROP TRIGGER "users_lower";

-- 2/5  drop view mails for now
--   for       view mails is defined otherwise
DROP VIEW "mails";

-- 3/5  rename column users.mail to email
--   for       column users.mail is renamed to email
--   after     step 1: trigger users_lower mentions it
--             step 2: view mails mentions it
--   hazard    rename: statements that still say column users.mail fail
ALTER TABLE "users" RENAME COLUMN "mail" TO "email";

-- 4/5  create view mails
--   for       view mails is defined otherwise
--   after     step 2: the name mails is free then
--             step 3: view mails mentions users
CREATE VIEW mails AS SELECT email FROM users;

-- 5/5  create trigger users_lower on users
--   for       trigger users_lower is defined otherwise
--   after     step 1: the name users_lower is free then
--             step 3: trigger users_lower mentions users
CREATE TRIGGER users_lower AFTER INSERT ON users BEGIN UPDATE users SET email = lower(NEW.email) WHERE id = NEW.id; END;
