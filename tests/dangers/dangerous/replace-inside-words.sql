-- title: Rename the state 'new' to 'fresh'
-- harm: replace() works inside of words too: 'renewed' becomes 'refreshed'
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE leases (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO leases VALUES (1,'new'),(2,'renewed');
-- migration
UPDATE leases SET state = replace(state, 'new', 'fresh');
-- check
SELECT state = 'refreshed' FROM leases WHERE id = 2;
