-- title: Switch the reminders off except for active users with consent
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, active INTEGER, consent INTEGER, remind INTEGER DEFAULT 1);
-- rows
INSERT INTO users (id, active, consent) VALUES (1,1,1),(2,0,0),(3,0,1),(4,1,0);
-- migration
UPDATE users SET remind = 0 WHERE NOT (active = 1 AND consent = 1);
-- check
SELECT sum(remind) = 1 FROM users;
