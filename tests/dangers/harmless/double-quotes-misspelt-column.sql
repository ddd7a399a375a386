-- title: Close the tickets that are resolved
-- harm: none
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY, status TEXT, closed INTEGER DEFAULT 0);
-- rows
INSERT INTO tickets (id, status) VALUES (1,'resolved'),(2,'open');
-- migration
UPDATE "tickets" SET "closed" = 1 WHERE "status" = 'resolved';
-- check
SELECT sum(closed) = 1 FROM tickets;
