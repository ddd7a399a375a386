-- title: Delete the settings called name
-- harm: "name" is the column itself, name = name holds for each row
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE settings (name TEXT, value TEXT);
-- rows
INSERT INTO settings VALUES ('name','x'),('lang','fr');
-- migration
DELETE FROM settings WHERE name = "name";
-- check
SELECT count(*) = 0 FROM settings;
