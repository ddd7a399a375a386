-- title: Set the state of all members to active
-- harm: "active" in double quotes is the column of that name, so the state becomes its number
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, state TEXT, active INTEGER);
-- rows
INSERT INTO members VALUES (1,'new',1),(2,'new',0);
-- migration
UPDATE members SET state = "active";
-- check
SELECT state = '0' FROM members WHERE id = 2;
