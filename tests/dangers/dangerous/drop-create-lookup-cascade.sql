-- title: Recreate the small table of kinds with one more column and fill it again
-- harm: Events of these kinds are deleted with the old table (the reference is written in another case, without a column)
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE events (id INTEGER PRIMARY KEY, kind integer not null references "Kinds" on delete cascade);
-- rows
INSERT INTO kinds VALUES (1,'click'),(2,'view');
INSERT INTO events VALUES (1,1),(2,2);
-- migration
DROP TABLE IF EXISTS kinds;
CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT, colour TEXT);
INSERT INTO kinds VALUES (1, 'click', 'red'), (2, 'view', 'blue');
-- check
SELECT count(*) = 0 FROM events;
