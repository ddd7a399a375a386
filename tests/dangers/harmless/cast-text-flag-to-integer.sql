-- title: Turn the text flags true/false into 0/1
-- harm: none
-- before
CREATE TABLE prefs (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO prefs VALUES (1,'true'),(2,'false');
-- migration
CREATE TABLE prefs_new (id INTEGER PRIMARY KEY, mail INTEGER NOT NULL);
INSERT INTO prefs_new SELECT id, mail = 'true' FROM prefs;
DROP TABLE prefs;
ALTER TABLE prefs_new RENAME TO prefs;
-- check
SELECT mail = 1 FROM prefs WHERE id = 1;
