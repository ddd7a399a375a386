-- title: Mark the bookings of January 2025 as settled
-- harm: none
-- before
CREATE TABLE bookings (id INTEGER PRIMARY KEY, at TEXT, settled INTEGER DEFAULT 0);
-- rows
INSERT INTO bookings (id, at) VALUES (1,'2025-01-05 10:00:00'),(2,'2025-01-31 18:00:00'),(3,'2025-02-01 00:00:00');
-- migration
UPDATE bookings SET settled = 1 WHERE at >= '2025-01-01' AND at < '2025-02-01';
-- check
SELECT sum(settled) = 2 AND max(settled) FILTER (WHERE id = 3) = 0 FROM bookings;
