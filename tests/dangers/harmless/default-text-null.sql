-- title: Add an optional column
-- harm: none
-- before
CREATE TABLE pets (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO pets VALUES (1);
-- migration
ALTER TABLE pets ADD COLUMN chip TEXT DEFAULT NULL;
-- check
SELECT chip IS NULL FROM pets;
