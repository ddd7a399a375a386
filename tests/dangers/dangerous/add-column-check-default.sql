-- title: Add a quantity that must be positive
-- harm: The default 0 of the existing rows breaks the check
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE lines (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO lines VALUES (1);
-- migration
ALTER TABLE lines ADD COLUMN qty INTEGER NOT NULL DEFAULT 0 CHECK (qty > 0);
-- check
-- error: CHECK constraint failed
SELECT 1;
