-- title: Store the price in cents in place of the old column
-- harm: none
-- before
CREATE TABLE items (id INTEGER PRIMARY KEY, price REAL);
CREATE TABLE history (item_id INTEGER);
CREATE TRIGGER price_log AFTER UPDATE OF price ON items BEGIN INSERT INTO history VALUES (new.id); END;
-- rows
INSERT INTO items VALUES (1,5.0);
-- migration
ALTER TABLE items ADD COLUMN cents INTEGER;
UPDATE items SET cents = CAST(round(price * 100) AS INTEGER);
DROP TRIGGER price_log;
ALTER TABLE items DROP COLUMN price;
CREATE TRIGGER price_log AFTER UPDATE OF cents ON items BEGIN INSERT INTO history VALUES (new.id); END;
UPDATE items SET cents = 600;
-- check
SELECT count(*) = 1 FROM history;
