-- title: Rebuild totals, into which a trigger on sales writes
-- harm: none
-- before
CREATE TABLE totals (day TEXT PRIMARY KEY, n INTEGER);
CREATE TABLE sales (id INTEGER PRIMARY KEY, day TEXT);
CREATE TRIGGER sales_n AFTER INSERT ON sales BEGIN UPDATE totals SET n = n + 1 WHERE day = new.day; END;
-- rows
-- migration
DROP TRIGGER sales_n;
CREATE TABLE totals_new (day TEXT PRIMARY KEY, n INTEGER NOT NULL);
INSERT INTO totals_new SELECT * FROM totals;
DROP TABLE totals;
ALTER TABLE totals_new RENAME TO totals;
CREATE TRIGGER sales_n AFTER INSERT ON sales BEGIN UPDATE totals SET n = n + 1 WHERE day = new.day; END;
-- check
SELECT count(*) = 1 FROM sqlite_schema WHERE type = 'trigger';
