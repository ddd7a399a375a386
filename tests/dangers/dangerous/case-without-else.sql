-- title: Replace the short codes of sizes by words
-- harm: The CASE has no ELSE: a code that is not listed becomes NULL
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE shirts (id INTEGER PRIMARY KEY, size TEXT);
-- rows
INSERT INTO shirts VALUES (1,'S'),(2,'M'),(3,'XL');
-- migration
UPDATE shirts SET size = CASE size WHEN 'S' THEN 'small' WHEN 'M' THEN 'medium' END;
-- check
SELECT size IS NULL FROM shirts WHERE id = 3;
