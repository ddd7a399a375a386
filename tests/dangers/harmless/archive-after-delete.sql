-- title: Move the closed tickets into the archive
-- harm: none
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY, closed INTEGER);
CREATE TABLE tickets_archive (id INTEGER PRIMARY KEY, closed INTEGER);
-- rows
INSERT INTO tickets VALUES (1,0),(2,1);
-- migration
INSERT INTO tickets_archive SELECT * FROM tickets WHERE closed = 1;
DELETE FROM tickets WHERE closed = 1;
-- check
SELECT count(*) = 1 FROM tickets_archive;
