-- title: Store the name of the group in members and drop the table of groups
-- harm: The inner join drops the members without a group
-- kind: rows-lost
-- line: 2
-- before
CREATE TABLE groups_ (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE members (id INTEGER PRIMARY KEY, group_id INTEGER);
-- rows
INSERT INTO groups_ VALUES (1,'red');
INSERT INTO members VALUES (1,1),(2,NULL),(3,99);
-- migration
CREATE TABLE members_new (id INTEGER PRIMARY KEY, group_name TEXT);
INSERT INTO members_new SELECT m.id, g.name FROM members m JOIN groups_ g ON g.id = m.group_id;
DROP TABLE members;
DROP TABLE groups_;
ALTER TABLE members_new RENAME TO members;
-- check
SELECT count(*) = 1 FROM members;
