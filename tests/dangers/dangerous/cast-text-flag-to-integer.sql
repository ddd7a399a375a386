-- title: Turn the text flags true/false into 0/1
-- harm: CAST('true' AS INTEGER) is 0, so everything is off
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE prefs (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO prefs VALUES (1,'true'),(2,'false');
-- migration
CREATE TABLE prefs_new (id INTEGER PRIMARY KEY, mail INTEGER NOT NULL);
INSERT INTO prefs_new SELECT id, CAST(mail AS INTEGER) FROM prefs;
DROP TABLE prefs;
ALTER TABLE prefs_new RENAME TO prefs;
-- check
SELECT sum(mail) = 0 FROM prefs;
