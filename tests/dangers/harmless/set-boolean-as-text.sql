-- title: Switch the feature off for everybody
-- harm: none
-- before
CREATE TABLE features (user_id INTEGER PRIMARY KEY, enabled BOOLEAN);
-- rows
INSERT INTO features VALUES (1,1),(2,0);
-- migration
UPDATE features SET enabled = FALSE;
-- check
SELECT count(*) = 2 FROM features WHERE enabled = 0;
