-- title: Set the new price of plan 1
-- harm: REPLACE deletes the old row before it inserts, and the subscriptions of plan 1 cascade away
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT, price INTEGER);
CREATE TABLE subs (id INTEGER PRIMARY KEY, plan_id INTEGER REFERENCES plans(id) ON DELETE CASCADE);
-- rows
INSERT INTO plans VALUES (1,'basic',5),(2,'pro',9);
INSERT INTO subs VALUES (1,1),(2,1),(3,2);
-- migration
REPLACE INTO plans (id, name, price) VALUES (1, 'basic', 6);
-- check
SELECT count(*) = 1 FROM subs;
