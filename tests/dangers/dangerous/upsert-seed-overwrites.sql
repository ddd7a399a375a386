-- title: Make sure that the default settings exist
-- harm: DO UPDATE writes over what the users have chosen
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT);
-- rows
INSERT INTO settings VALUES ('theme','dark');
-- migration
INSERT INTO settings (k, v) VALUES ('theme', 'light'), ('lang', 'en')
ON CONFLICT (k) DO UPDATE SET v = excluded.v;
-- check
SELECT v = 'light' FROM settings WHERE k = 'theme';
