-- title: Make tickets.owner NOT NULL by rebuilding the table
-- harm: none
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY, owner TEXT);
-- rows
INSERT INTO tickets VALUES (1,'kim'),(2,NULL),(3,'');
-- migration
CREATE TABLE tickets_new (id INTEGER PRIMARY KEY, owner TEXT NOT NULL);
INSERT INTO tickets_new (id, owner) SELECT id, COALESCE(owner, '') FROM tickets;
DROP TABLE tickets;
ALTER TABLE tickets_new RENAME TO tickets;
-- check
SELECT count(*) = 3 FROM tickets;
