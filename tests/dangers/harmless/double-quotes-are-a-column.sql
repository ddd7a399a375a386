-- title: Set the state of all members to active
-- harm: none
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, state TEXT, active INTEGER);
-- rows
INSERT INTO members VALUES (1,'new',1),(2,'new',0);
-- migration
UPDATE members SET state = 'active';
-- check
SELECT count(*) = 2 FROM members WHERE state = 'active';
