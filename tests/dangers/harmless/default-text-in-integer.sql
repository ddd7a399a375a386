-- title: Add a flag that is off
-- harm: none
-- before
CREATE TABLE rooms (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO rooms VALUES (1),(2);
-- migration
ALTER TABLE rooms ADD COLUMN muted INTEGER NOT NULL DEFAULT false;
-- check
SELECT count(*) = 2 FROM rooms WHERE muted = 0;
