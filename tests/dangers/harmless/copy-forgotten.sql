-- title: Rebuild coupons with a shorter key
-- harm: none
-- before
CREATE TABLE coupons (id INTEGER PRIMARY KEY, code TEXT, pct INTEGER);
-- rows
INSERT INTO coupons VALUES (1,'X1',10),(2,'X2',20);
-- migration
CREATE TABLE coupons_new (code TEXT PRIMARY KEY, pct INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO coupons_new SELECT code, pct FROM coupons;
DROP TABLE coupons;
ALTER TABLE coupons_new RENAME TO coupons;
-- check
SELECT count(*) = 2 FROM coupons;
