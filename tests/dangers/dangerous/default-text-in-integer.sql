-- title: Add a flag that is off
-- harm: The default is the text 'false' in an INTEGER column: WHERE muted = 0 finds no row
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE rooms (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO rooms VALUES (1),(2);
-- migration
ALTER TABLE rooms ADD COLUMN muted INTEGER NOT NULL DEFAULT 'false';
-- check
SELECT count(*) = 0 FROM rooms WHERE muted = 0;
