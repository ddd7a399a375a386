-- title: Empty the uploads by dropping and creating the table
-- harm: none
-- before
CREATE TABLE uploads (id INTEGER PRIMARY KEY, size INTEGER);
CREATE TABLE usage (bytes INTEGER);
CREATE TRIGGER uploads_del AFTER DELETE ON uploads BEGIN UPDATE usage SET bytes = bytes - old.size; END;
-- rows
INSERT INTO uploads VALUES (1,10),(2,20);
INSERT INTO usage VALUES (30);
-- migration
DELETE FROM uploads;
-- check
SELECT bytes = 0 FROM usage;
