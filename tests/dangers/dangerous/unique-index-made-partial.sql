-- title: Make the unique index on coupons smaller
-- harm: Only unused coupons are unique now: a used code can be given out again
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE coupons (id INTEGER PRIMARY KEY, code TEXT NOT NULL, used_at TEXT);
CREATE UNIQUE INDEX coupons_code ON coupons (code);
-- rows
INSERT INTO coupons VALUES (1,'X','2025-01-01'),(2,'Y',NULL);
-- migration
DROP INDEX coupons_code;
CREATE UNIQUE INDEX coupons_code ON coupons (code) WHERE used_at IS NULL;
-- check
SELECT count(*) = 1 FROM pragma_index_list('coupons') WHERE "unique" AND partial;
