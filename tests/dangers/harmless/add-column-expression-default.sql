-- title: Add a limit of one day in seconds
-- harm: none
-- before
CREATE TABLE rules (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO rules VALUES (1);
-- migration
ALTER TABLE rules ADD COLUMN ttl INTEGER DEFAULT 86400;
-- check
SELECT ttl = 86400 FROM rules;
