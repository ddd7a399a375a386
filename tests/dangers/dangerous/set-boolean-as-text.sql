-- title: Switch the feature off for everybody
-- harm: The text 'false' is stored; the program asks WHERE enabled = 0 and finds nobody
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE features (user_id INTEGER PRIMARY KEY, enabled BOOLEAN);
-- rows
INSERT INTO features VALUES (1,1),(2,0);
-- migration
UPDATE features SET enabled = 'false';
-- check
SELECT count(*) = 2 FROM features WHERE typeof(enabled) = 'text';
