-- title: Empty the uploads by dropping and creating the table
-- harm: DROP TABLE fires no delete trigger, the counter keeps its old value
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE uploads (id INTEGER PRIMARY KEY, size INTEGER);
CREATE TABLE usage (bytes INTEGER);
CREATE TRIGGER uploads_del AFTER DELETE ON uploads BEGIN UPDATE usage SET bytes = bytes - old.size; END;
-- rows
INSERT INTO uploads VALUES (1,10),(2,20);
INSERT INTO usage VALUES (30);
-- migration
DROP TABLE uploads;
CREATE TABLE uploads (id INTEGER PRIMARY KEY, size INTEGER NOT NULL);
-- check
SELECT bytes = 30 FROM usage;
