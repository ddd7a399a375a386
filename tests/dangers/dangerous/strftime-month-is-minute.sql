-- title: Store the month of each sale
-- harm: %M is the minute; the month is %m
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE sales (id INTEGER PRIMARY KEY, at TEXT, month TEXT);
-- rows
INSERT INTO sales VALUES (1,'2025-03-04 10:59:00',NULL);
-- migration
UPDATE sales SET month = strftime('%Y-%M', at);
-- check
SELECT month = '2025-59' FROM sales;
