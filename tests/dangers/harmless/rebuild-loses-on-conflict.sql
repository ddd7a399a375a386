-- title: Rebuild seen with a time
-- harm: none
-- before
CREATE TABLE seen (k TEXT UNIQUE ON CONFLICT REPLACE, v TEXT);
-- rows
INSERT INTO seen VALUES ('a','1');
-- migration
ALTER TABLE seen ADD COLUMN at TEXT;
-- check
SELECT sql LIKE '%ON CONFLICT REPLACE%' FROM sqlite_schema WHERE name = 'seen';
