-- title: Set the whole row of a setting to which nothing refers
-- harm: none
-- before
CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
-- rows
INSERT INTO settings VALUES ('a','1');
-- migration
REPLACE INTO settings (k, v) VALUES ('a', '2');
-- check
SELECT v = '2' FROM settings;
