-- title: Move the closed tickets into the archive
-- harm: They are deleted first, the copy finds none
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY, closed INTEGER);
CREATE TABLE tickets_archive (id INTEGER PRIMARY KEY, closed INTEGER);
-- rows
INSERT INTO tickets VALUES (1,0),(2,1);
-- migration
DELETE FROM tickets WHERE closed = 1;
INSERT INTO tickets_archive SELECT * FROM tickets WHERE closed = 1;
-- check
SELECT count(*) = 0 FROM tickets_archive;
