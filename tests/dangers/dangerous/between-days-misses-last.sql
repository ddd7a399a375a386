-- title: Mark the bookings of January 2025 as settled
-- harm: The times of the 31st are greater than '2025-01-31' and are left out
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE bookings (id INTEGER PRIMARY KEY, at TEXT, settled INTEGER DEFAULT 0);
-- rows
INSERT INTO bookings (id, at) VALUES (1,'2025-01-05 10:00:00'),(2,'2025-01-31 18:00:00'),(3,'2025-02-01 00:00:00');
-- migration
UPDATE bookings SET settled = 1 WHERE at BETWEEN '2025-01-01' AND '2025-01-31';
-- check
SELECT settled = 0 FROM bookings WHERE id = 2;
