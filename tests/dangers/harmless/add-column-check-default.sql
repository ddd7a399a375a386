-- title: Add a quantity that must be positive
-- harm: none
-- before
CREATE TABLE lines (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO lines VALUES (1);
-- migration
ALTER TABLE lines ADD COLUMN qty INTEGER NOT NULL DEFAULT 1 CHECK (qty > 0);
-- check
SELECT qty = 1 FROM lines;
