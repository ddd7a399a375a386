-- title: Turn the flag new_ui on
-- harm: REPLACE writes a whole new row: the columns that are not listed fall back to their defaults, here the owner's note is lost
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE flags (key TEXT PRIMARY KEY, enabled INTEGER NOT NULL DEFAULT 0, note TEXT);
-- rows
INSERT INTO flags VALUES ('new_ui',0,'ask Kim first'),('beta',1,NULL);
-- migration
INSERT OR REPLACE INTO flags (key, enabled) VALUES ('new_ui', 1);
-- check
SELECT note IS NULL FROM flags WHERE key = 'new_ui';
