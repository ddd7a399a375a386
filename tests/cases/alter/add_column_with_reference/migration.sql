-- stops here unless the tables are what was reviewed
CREATE TABLE "_reconcile_assert" ("users is not what was reviewed: columns" INT NOT NULL DEFAULT 0, "users is not what was reviewed: foreign keys" INT NOT NULL DEFAULT 0);
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: columns") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT lower(name) || ':' || replace(upper(type), ' ', '') || ':' || CASE WHEN pk THEN 'key' ELSE "notnull" END || ':' || pk || ':' || hidden AS it FROM pragma_table_xinfo('users') ORDER BY 1)) IS NOT 'email:TEXT:0:0:0, id:INTEGER:key:1:0';
INSERT INTO "_reconcile_assert" ("users is not what was reviewed: foreign keys") SELECT NULL WHERE (SELECT coalesce(group_concat(it, ', '), '') FROM (SELECT DISTINCT lower("from") || '>' || lower("table") || ':' || on_update || ':' || on_delete AS it FROM pragma_foreign_key_list('users') ORDER BY 1)) IS NOT '';
DROP TABLE "_reconcile_assert";

-- 1/1  add column users.boss
--   for       column boss is new
--   by        alter
--   hazard    add-foreign-key: users(boss) must be found in users for rows that are there; 0 rows
--             foreign-key-without-index: foreign key users(boss) has no index: each row deleted from users reads all of users
ALTER TABLE "users" ADD COLUMN boss INTEGER REFERENCES users (id) ON DELETE SET NULL;
