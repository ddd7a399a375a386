-- title: Delete the agent who has left
-- harm: ON DELETE SET NULL on a NOT NULL column: the deletion fails while a ticket is assigned
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE agents (id INTEGER PRIMARY KEY);
CREATE TABLE tickets (id INTEGER PRIMARY KEY, agent_id INTEGER NOT NULL REFERENCES agents(id) ON DELETE SET NULL);
-- rows
INSERT INTO agents VALUES (1),(2);
INSERT INTO tickets VALUES (1,2);
-- migration
DELETE FROM agents WHERE id = 2;
-- check
-- error: NOT NULL constraint failed
SELECT 1;
