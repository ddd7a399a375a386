-- title: Add a mandatory column
-- harm: The table has rows, and there is no default
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO users VALUES (1);
-- migration
ALTER TABLE users ADD COLUMN tz TEXT NOT NULL;
-- check
-- error: Cannot add a NOT NULL column with default value NULL
SELECT 1;
