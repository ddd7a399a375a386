-- title: Rebuild rooms without gaps in the numbers
-- harm: none
-- before
CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE bookings (id INTEGER PRIMARY KEY, room_id INTEGER);
-- rows
INSERT INTO rooms VALUES (2,'red'),(3,'blue');
INSERT INTO bookings VALUES (1,2);
-- migration
CREATE TABLE rooms_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO rooms_new (id, name) SELECT id, name FROM rooms ORDER BY id;
DROP TABLE rooms;
ALTER TABLE rooms_new RENAME TO rooms;
-- check
SELECT r.name = 'red' FROM bookings b JOIN rooms r ON r.id = b.room_id;
