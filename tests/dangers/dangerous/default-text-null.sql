-- title: Add an optional column
-- harm: The default is the text 'NULL', so IS NULL does not hold
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE pets (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO pets VALUES (1);
-- migration
ALTER TABLE pets ADD COLUMN chip TEXT DEFAULT 'NULL';
-- check
SELECT chip IS NOT NULL FROM pets;
