-- title: Update the stock from the delivery
-- harm: qty = qty in DO UPDATE is the old value; excluded.qty would be the new one
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE stock (sku TEXT PRIMARY KEY, qty INTEGER);
-- rows
INSERT INTO stock VALUES ('a',1);
-- migration
INSERT INTO stock (sku, qty) VALUES ('a', 9) ON CONFLICT (sku) DO UPDATE SET qty = qty;
-- check
SELECT qty = 1 FROM stock;
