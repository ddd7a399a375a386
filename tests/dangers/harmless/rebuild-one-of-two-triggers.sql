-- title: Rebuild stock; its triggers are made again
-- harm: none
-- before
CREATE TABLE stock (sku TEXT PRIMARY KEY, qty INTEGER);
CREATE TABLE moves (sku TEXT, qty INTEGER);
CREATE TRIGGER stock_ins AFTER INSERT ON stock BEGIN INSERT INTO moves VALUES (new.sku, new.qty); END;
CREATE TRIGGER stock_upd AFTER UPDATE OF qty ON stock BEGIN INSERT INTO moves VALUES (new.sku, new.qty - old.qty); END;
-- rows
INSERT INTO stock VALUES ('a',5);
-- migration
CREATE TABLE stock_new (sku TEXT PRIMARY KEY, qty INTEGER NOT NULL);
INSERT INTO stock_new SELECT sku, qty FROM stock;
DROP TABLE stock;
ALTER TABLE stock_new RENAME TO stock;
CREATE TRIGGER stock_ins AFTER INSERT ON stock BEGIN INSERT INTO moves VALUES (new.sku, new.qty); END;
CREATE TRIGGER stock_upd AFTER UPDATE OF qty ON stock BEGIN INSERT INTO moves VALUES (new.sku, new.qty - old.qty); END;
-- check
SELECT (SELECT count(*) FROM sqlite_schema WHERE type = 'trigger') = 2 AND (SELECT count(*) FROM moves) = 1;
