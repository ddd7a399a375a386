-- title: Add an invitation code, a random one for each row
-- harm: ADD COLUMN takes a constant, so the code written into the migration is the same for all
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE clubs (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO clubs VALUES (1),(2);
-- migration
ALTER TABLE clubs ADD COLUMN code TEXT NOT NULL DEFAULT 'k7Jq2';
-- check
SELECT count(DISTINCT code) = 1 FROM clubs;
