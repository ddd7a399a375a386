-- title: Keep the newest version of each document
-- harm: The versions are text, max() is '9' and not '10'
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE versions (doc INTEGER, v TEXT);
-- rows
INSERT INTO versions VALUES (1,'9'),(1,'10');
-- migration
DELETE FROM versions WHERE v <> (SELECT max(x.v) FROM versions x WHERE x.doc = versions.doc);
-- check
SELECT v = '9' FROM versions;
