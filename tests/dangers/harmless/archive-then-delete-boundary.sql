-- title: Move the old orders into the archive
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, day TEXT);
CREATE TABLE archive (id INTEGER PRIMARY KEY, day TEXT);
-- rows
INSERT INTO orders VALUES (1,'2024-12-31'),(2,'2025-01-01'),(3,'2025-01-02');
-- migration
INSERT INTO archive SELECT * FROM orders WHERE day < '2025-01-01';
DELETE FROM orders WHERE day < '2025-01-01';
-- check
SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM archive) = 3;
