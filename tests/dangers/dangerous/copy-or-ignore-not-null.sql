-- title: Make tickets.owner NOT NULL by rebuilding the table
-- harm: The tickets without an owner are silently dropped
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY, owner TEXT);
-- rows
INSERT INTO tickets VALUES (1,'kim'),(2,NULL),(3,'');
-- migration
CREATE TABLE tickets_new (id INTEGER PRIMARY KEY, owner TEXT NOT NULL);
INSERT OR IGNORE INTO tickets_new (id, owner) SELECT id, owner FROM tickets;
DROP TABLE tickets;
ALTER TABLE tickets_new RENAME TO tickets;
-- check
SELECT count(*) = 2 FROM tickets;
