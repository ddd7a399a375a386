-- title: Replace the column by one with another type
-- harm: none
-- before
CREATE TABLE runs (id INTEGER PRIMARY KEY, took TEXT);
-- rows
INSERT INTO runs VALUES (1,'12'),(2,NULL);
-- migration
ALTER TABLE runs ADD COLUMN took_ms INTEGER;
UPDATE runs SET took_ms = CAST(took AS INTEGER) * 1000;
ALTER TABLE runs DROP COLUMN took;
-- check
SELECT took_ms = 12000 FROM runs WHERE id = 1;
