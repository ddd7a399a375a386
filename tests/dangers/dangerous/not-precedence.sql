-- title: Switch the reminders off except for active users with consent
-- harm: NOT applies to the first comparison only: the users without activity who did not consent keep their reminders
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, active INTEGER, consent INTEGER, remind INTEGER DEFAULT 1);
-- rows
INSERT INTO users (id, active, consent) VALUES (1,1,1),(2,0,0),(3,0,1),(4,1,0);
-- migration
UPDATE users SET remind = 0 WHERE NOT active = 1 AND consent = 1;
-- check
SELECT remind = 1 FROM users WHERE id = 2;
