-- title: Add an invitation code, a random one for each row
-- harm: none
-- before
CREATE TABLE clubs (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO clubs VALUES (1),(2);
-- migration
ALTER TABLE clubs ADD COLUMN code TEXT NOT NULL DEFAULT 'k7Jq2';
UPDATE clubs SET code = hex(randomblob(4)) || id;
-- check
SELECT count(DISTINCT code) = 2 FROM clubs;
