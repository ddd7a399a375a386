-- title: Keep the newest version of each document
-- harm: none
-- before
CREATE TABLE versions (doc INTEGER, v TEXT);
-- rows
INSERT INTO versions VALUES (1,'9'),(1,'10');
-- migration
DELETE FROM versions WHERE CAST(v AS INTEGER) <> (SELECT max(CAST(x.v AS INTEGER)) FROM versions x WHERE x.doc = versions.doc);
-- check
SELECT v = '10' FROM versions;
