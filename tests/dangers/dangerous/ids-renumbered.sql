-- title: Rebuild rooms without gaps in the numbers
-- harm: bookings holds the old numbers (there is no foreign key) and points at other rooms
-- kind: rowid-moved
-- line: 2
-- before
CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE bookings (id INTEGER PRIMARY KEY, room_id INTEGER);
-- rows
INSERT INTO rooms VALUES (2,'red'),(3,'blue');
INSERT INTO bookings VALUES (1,2);
-- migration
CREATE TABLE rooms_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO rooms_new (name) SELECT name FROM rooms ORDER BY id;
DROP TABLE rooms;
ALTER TABLE rooms_new RENAME TO rooms;
-- check
SELECT r.name = 'blue' FROM bookings b JOIN rooms r ON r.id = b.room_id;
