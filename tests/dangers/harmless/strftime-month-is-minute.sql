-- title: Store the month of each sale
-- harm: none
-- before
CREATE TABLE sales (id INTEGER PRIMARY KEY, at TEXT, month TEXT);
-- rows
INSERT INTO sales VALUES (1,'2025-03-04 10:59:00',NULL);
-- migration
UPDATE sales SET month = strftime('%Y-%m', at);
-- check
SELECT month = '2025-03' FROM sales;
