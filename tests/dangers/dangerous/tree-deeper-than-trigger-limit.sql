-- title: Delete the tree of folder 1
-- harm: D1 allows ten levels of cascades, the tree is deeper
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE folders (id INTEGER PRIMARY KEY, up INTEGER REFERENCES folders(id) ON DELETE CASCADE);
-- rows
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 15) INSERT INTO folders SELECT i, nullif(i - 1, 0) FROM n;
-- migration
DELETE FROM folders WHERE id = 1;
-- check
-- error: triggers nested too deep
SELECT 1;
