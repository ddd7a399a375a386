-- title: Store the price in cents in place of the old column
-- harm: The trigger AFTER UPDATE OF price is left on a column that is no more and never fires again
-- kind: guarantee-lost
-- line: 3
-- before
CREATE TABLE items (id INTEGER PRIMARY KEY, price REAL);
CREATE TABLE history (item_id INTEGER);
CREATE TRIGGER price_log AFTER UPDATE OF price ON items BEGIN INSERT INTO history VALUES (new.id); END;
-- rows
INSERT INTO items VALUES (1,5.0);
-- migration
ALTER TABLE items ADD COLUMN cents INTEGER;
UPDATE items SET cents = CAST(round(price * 100) AS INTEGER);
ALTER TABLE items DROP COLUMN price;
UPDATE items SET cents = 600;
-- check
SELECT count(*) = 0 FROM history;
