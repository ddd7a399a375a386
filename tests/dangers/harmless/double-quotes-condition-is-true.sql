-- title: Delete the settings called name
-- harm: none
-- before
CREATE TABLE settings (name TEXT, value TEXT);
-- rows
INSERT INTO settings VALUES ('name','x'),('lang','fr');
-- migration
DELETE FROM settings WHERE name = 'name';
-- check
SELECT count(*) = 1 FROM settings;
