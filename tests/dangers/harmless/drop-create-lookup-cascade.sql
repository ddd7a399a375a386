-- title: Recreate the small table of kinds with one more column and fill it again
-- harm: none
-- before
CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE events (id INTEGER PRIMARY KEY, kind integer not null references "Kinds" on delete cascade);
-- rows
INSERT INTO kinds VALUES (1,'click'),(2,'view');
INSERT INTO events VALUES (1,1),(2,2);
-- migration
ALTER TABLE kinds ADD COLUMN colour TEXT;
UPDATE kinds SET colour = 'red' WHERE name = 'click';
UPDATE kinds SET colour = 'blue' WHERE name = 'view';
-- check
SELECT (SELECT count(*) FROM events) = 2 AND (SELECT colour FROM kinds WHERE id = 2) = 'blue';
