-- title: Update the stock from the delivery
-- harm: none
-- before
CREATE TABLE stock (sku TEXT PRIMARY KEY, qty INTEGER);
-- rows
INSERT INTO stock VALUES ('a',1);
-- migration
INSERT INTO stock (sku, qty) VALUES ('a', 9) ON CONFLICT (sku) DO UPDATE SET qty = excluded.qty;
-- check
SELECT qty = 9 FROM stock;
