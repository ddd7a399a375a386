-- title: Delete the agent who has left
-- harm: none
-- before
CREATE TABLE agents (id INTEGER PRIMARY KEY);
CREATE TABLE tickets (id INTEGER PRIMARY KEY, agent_id INTEGER NOT NULL REFERENCES agents(id) ON DELETE SET NULL);
-- rows
INSERT INTO agents VALUES (1),(2);
INSERT INTO tickets VALUES (1,2);
-- migration
UPDATE tickets SET agent_id = 1 WHERE agent_id = 2;
DELETE FROM agents WHERE id = 2;
-- check
SELECT agent_id = 1 FROM tickets;
