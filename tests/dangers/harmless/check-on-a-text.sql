-- title: Rebuild bids with a check that the amount is positive
-- harm: none
-- before
CREATE TABLE bids (id INTEGER PRIMARY KEY, amount INTEGER);
-- rows
INSERT INTO bids VALUES (1,5);
-- migration
CREATE TABLE bids_new (id INTEGER PRIMARY KEY, amount INTEGER, CHECK ("amount" > 0));
INSERT INTO bids_new SELECT id, amount FROM bids;
DROP TABLE bids;
ALTER TABLE bids_new RENAME TO bids;
INSERT OR IGNORE INTO bids VALUES (2, -5);
-- check
SELECT count(*) = 1 FROM bids;
