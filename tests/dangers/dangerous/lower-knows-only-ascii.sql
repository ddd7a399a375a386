-- title: Store the search keys in small letters
-- harm: lower() changes ASCII letters only, so Écluse keeps its capital
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE terms (id INTEGER PRIMARY KEY, key TEXT);
-- rows
INSERT INTO terms VALUES (1,'Écluse');
-- migration
UPDATE terms SET key = lower(key);
-- check
SELECT key = 'Écluse' FROM terms;
