-- title: Rename the state 'new' to 'fresh'
-- harm: none
-- before
CREATE TABLE leases (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO leases VALUES (1,'new'),(2,'renewed');
-- migration
UPDATE leases SET state = 'fresh' WHERE state = 'new';
-- check
SELECT state = 'renewed' FROM leases WHERE id = 2;
