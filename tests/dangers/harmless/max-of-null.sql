-- title: last_seen becomes the later of login and heartbeat
-- harm: none
-- before
CREATE TABLE nodes (id INTEGER PRIMARY KEY, login TEXT, heartbeat TEXT, last_seen TEXT);
-- rows
INSERT INTO nodes VALUES (1,'2025-01-01','2025-02-01','2025-02-01'),(2,'2025-01-01',NULL,'2025-01-01');
-- migration
UPDATE nodes SET last_seen = max(coalesce(login, ''), coalesce(heartbeat, ''));
-- check
SELECT last_seen = '2025-01-01' FROM nodes WHERE id = 2;
