-- title: Rebuild totals, into which a trigger on sales writes
-- harm: With the old table dropped that trigger is broken, and the RENAME fails for it
-- kind: fails-on-d1
-- line: 4
-- before
CREATE TABLE totals (day TEXT PRIMARY KEY, n INTEGER);
CREATE TABLE sales (id INTEGER PRIMARY KEY, day TEXT);
CREATE TRIGGER sales_n AFTER INSERT ON sales BEGIN UPDATE totals SET n = n + 1 WHERE day = new.day; END;
-- rows
-- migration
CREATE TABLE totals_new (day TEXT PRIMARY KEY, n INTEGER NOT NULL);
INSERT INTO totals_new SELECT * FROM totals;
DROP TABLE totals;
ALTER TABLE totals_new RENAME TO totals;
-- check
-- error: error in trigger sales_n
SELECT 1;
