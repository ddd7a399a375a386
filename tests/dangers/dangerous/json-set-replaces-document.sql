-- title: Switch the dark mode on in every user's settings
-- harm: Where settings is NULL json_set gives NULL: the mode is on for nobody who had none stored
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE prefs (id INTEGER PRIMARY KEY, settings TEXT, dark INTEGER DEFAULT 1);
-- rows
INSERT INTO prefs VALUES (1,'{"a":1}',1),(2,NULL,1);
-- migration
UPDATE prefs SET settings = json_set(settings, '$.dark', dark);
ALTER TABLE prefs DROP COLUMN dark;
-- check
SELECT settings IS NULL FROM prefs WHERE id = 2;
