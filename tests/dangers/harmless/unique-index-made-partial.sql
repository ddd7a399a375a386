-- title: Make the index on the unused coupons smaller; the unique one stays
-- harm: none
-- before
CREATE TABLE coupons (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, used_at TEXT);
CREATE INDEX coupons_open ON coupons (code, used_at);
-- rows
INSERT INTO coupons VALUES (1,'X','2025-01-01'),(2,'Y',NULL);
-- migration
DROP INDEX coupons_open;
CREATE INDEX coupons_open ON coupons (code) WHERE used_at IS NULL;
-- check
SELECT count(*) = 1 FROM pragma_index_list('coupons') WHERE "unique" AND NOT partial;
