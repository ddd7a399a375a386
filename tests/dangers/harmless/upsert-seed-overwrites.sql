-- title: Make sure that the default settings exist
-- harm: none
-- before
CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT);
-- rows
INSERT INTO settings VALUES ('theme','dark');
-- migration
INSERT INTO settings (k, v) VALUES ('theme', 'light'), ('lang', 'en')
ON CONFLICT (k) DO NOTHING;
-- check
SELECT group_concat(v) = 'en,dark' FROM (SELECT v FROM settings ORDER BY k);
