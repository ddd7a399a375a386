-- title: Add a limit of one day in seconds
-- harm: (24 * 60 * 60) counts as not constant
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE rules (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO rules VALUES (1);
-- migration
ALTER TABLE rules ADD COLUMN ttl INTEGER DEFAULT (24 * 60 * 60);
-- check
-- error: Cannot add a column with non-constant default
SELECT 1;
