-- title: Rebuild coupons with a shorter key
-- harm: Nothing is copied before the old table is dropped
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE coupons (id INTEGER PRIMARY KEY, code TEXT, pct INTEGER);
-- rows
INSERT INTO coupons VALUES (1,'X1',10),(2,'X2',20);
-- migration
CREATE TABLE coupons_new (code TEXT PRIMARY KEY, pct INTEGER NOT NULL) WITHOUT ROWID;
DROP TABLE coupons;
ALTER TABLE coupons_new RENAME TO coupons;
-- check
SELECT count(*) = 0 FROM coupons;
