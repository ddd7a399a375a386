-- title: Swap the prepared table prices_next with prices (nothing refers to either)
-- harm: none
-- before
CREATE TABLE prices (id INTEGER PRIMARY KEY, v INTEGER);
CREATE TABLE prices_next (id INTEGER PRIMARY KEY, v INTEGER);
-- rows
INSERT INTO prices VALUES (1,10);
INSERT INTO prices_next VALUES (1,12),(2,3);
-- migration
ALTER TABLE prices RENAME TO prices_prev;
ALTER TABLE prices_next RENAME TO prices;
-- check
SELECT (SELECT v FROM prices WHERE id = 1) = 12 AND (SELECT count(*) FROM prices_prev) = 1
  AND NOT EXISTS (SELECT 1 FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = 'prices_prev');
