-- title: Turn the flag new_ui on
-- harm: none
-- before
CREATE TABLE flags (key TEXT PRIMARY KEY, enabled INTEGER NOT NULL DEFAULT 0, note TEXT);
-- rows
INSERT INTO flags VALUES ('new_ui',0,'ask Kim first'),('beta',1,NULL);
-- migration
INSERT INTO flags (key, enabled) VALUES ('new_ui', 1) ON CONFLICT (key) DO UPDATE SET enabled = 1;
-- check
SELECT note = 'ask Kim first' AND enabled = 1 FROM flags WHERE key = 'new_ui';
