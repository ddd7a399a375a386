-- title: Make the names of the rooms unique without regard to case
-- harm: 'lab' and 'LAB' fall together, the first is replaced by the second
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
-- rows
INSERT INTO rooms VALUES (1,'lab'),(2,'LAB'),(3,'hall');
-- migration
CREATE TABLE rooms_new (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);
INSERT OR REPLACE INTO rooms_new SELECT * FROM rooms;
DROP TABLE rooms;
ALTER TABLE rooms_new RENAME TO rooms;
-- check
SELECT count(*) = 2 FROM rooms;
