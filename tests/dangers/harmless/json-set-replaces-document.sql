-- title: Switch the dark mode on in every user's settings
-- harm: none
-- before
CREATE TABLE prefs (id INTEGER PRIMARY KEY, settings TEXT, dark INTEGER DEFAULT 1);
-- rows
INSERT INTO prefs VALUES (1,'{"a":1}',1),(2,NULL,1);
-- migration
UPDATE prefs SET settings = json_set(coalesce(settings, '{}'), '$.dark', dark);
ALTER TABLE prefs DROP COLUMN dark;
-- check
SELECT json_extract(settings, '$.dark') = 1 FROM prefs WHERE id = 2;
