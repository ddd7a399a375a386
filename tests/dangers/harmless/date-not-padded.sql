-- title: Remove the bookings of the 5th of January
-- harm: none
-- before
CREATE TABLE bookings (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO bookings VALUES (1,'2025-01-05 09:00:00');
-- migration
DELETE FROM bookings WHERE date(at) = '2025-01-05';
-- check
SELECT count(*) = 0 FROM bookings;
