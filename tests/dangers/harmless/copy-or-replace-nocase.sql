-- title: Make the names of the rooms unique without regard to case
-- harm: none
-- before
CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
-- rows
INSERT INTO rooms VALUES (1,'lab'),(2,'LAB'),(3,'hall');
-- migration
CREATE TABLE rooms_new (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);
INSERT INTO rooms_new
SELECT id, CASE WHEN EXISTS (SELECT 1 FROM rooms o WHERE o.id < rooms.id AND lower(o.name) = lower(rooms.name)) THEN name || ' ' || id ELSE name END FROM rooms;
DROP TABLE rooms;
ALTER TABLE rooms_new RENAME TO rooms;
-- check
SELECT count(*) = 3 FROM rooms;
