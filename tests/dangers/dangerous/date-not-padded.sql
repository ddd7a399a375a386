-- title: Remove the bookings of the 5th of January
-- harm: date() writes 2025-01-05, which '2025-1-5' does not equal
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE bookings (id INTEGER PRIMARY KEY, at TEXT);
-- rows
INSERT INTO bookings VALUES (1,'2025-01-05 09:00:00');
-- migration
DELETE FROM bookings WHERE date(at) = '2025-1-5';
-- check
SELECT count(*) = 1 FROM bookings;
