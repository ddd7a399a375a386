-- title: Assign each ticket to a random agent
-- harm: none
-- before
CREATE TABLE tickets (id INTEGER PRIMARY KEY, agent INTEGER);
CREATE TABLE agents (id INTEGER PRIMARY KEY);
-- rows
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO tickets (id) SELECT i FROM n;
INSERT INTO agents VALUES (1),(2),(3),(4);
-- migration
UPDATE tickets SET agent = (SELECT id FROM agents ORDER BY random() + tickets.id LIMIT 1);
-- check
SELECT count(DISTINCT agent) > 1 FROM tickets;
