-- title: Close the tickets that are resolved
-- harm: The misspelt "stauts" is no column, hence a text, and the comparison of two texts is false
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY, status TEXT, closed INTEGER DEFAULT 0);
-- rows
INSERT INTO tickets (id, status) VALUES (1,'resolved'),(2,'open');
-- migration
UPDATE "tickets" SET "closed" = 1 WHERE "stauts" = 'resolved';
-- check
SELECT sum(closed) = 0 FROM tickets;
