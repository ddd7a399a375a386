-- title: Rebuild payments with a NOT NULL amount
-- harm: none
-- before
CREATE TABLE payments (id INTEGER PRIMARY KEY, customer INTEGER, day TEXT, amount INTEGER);
-- rows
INSERT INTO payments VALUES (1,7,'2026-01-01',5),(2,7,'2026-01-01',5),(3,8,'2026-01-01',9);
-- migration
CREATE TABLE payments_new (id INTEGER PRIMARY KEY, customer INTEGER, day TEXT, amount INTEGER NOT NULL);
INSERT INTO payments_new SELECT id, customer, day, amount FROM payments GROUP BY id;
DROP TABLE payments;
ALTER TABLE payments_new RENAME TO payments;
-- check
SELECT count(*) = 3 FROM payments;
