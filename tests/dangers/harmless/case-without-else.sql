-- title: Replace the short codes of sizes by words
-- harm: none
-- before
CREATE TABLE shirts (id INTEGER PRIMARY KEY, size TEXT);
-- rows
INSERT INTO shirts VALUES (1,'S'),(2,'M'),(3,'XL');
-- migration
UPDATE shirts SET size = CASE size WHEN 'S' THEN 'small' WHEN 'M' THEN 'medium' ELSE size END;
-- check
SELECT size = 'XL' FROM shirts WHERE id = 3;
