-- title: Drop the default of tiers.label by rebuilding the table
-- harm: Every account falls back to the default tier 1 when the old table is dropped (ON DELETE SET DEFAULT)
-- kind: values-changed
-- line: 4
-- before
CREATE TABLE tiers (id INTEGER PRIMARY KEY, label TEXT DEFAULT 'x');
CREATE TABLE accounts (id INTEGER PRIMARY KEY, tier_id INTEGER DEFAULT 1 REFERENCES tiers(id) ON DELETE SET DEFAULT);
-- rows
INSERT INTO tiers VALUES (1,'free'),(2,'gold');
INSERT INTO accounts VALUES (7,2),(8,2);
-- migration
PRAGMA defer_foreign_keys=on;
CREATE TABLE tiers_n (id INTEGER PRIMARY KEY, label TEXT);
INSERT INTO tiers_n (id, label) SELECT id, label FROM tiers;
DROP TABLE tiers;
ALTER TABLE tiers_n RENAME TO tiers;
PRAGMA defer_foreign_keys=off;
-- check
SELECT count(*) = 2 FROM accounts WHERE tier_id = 1;
