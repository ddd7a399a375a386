-- title: Correct the tax rate of the locked bills
-- harm: A trigger with RAISE(IGNORE) skips locked rows without an error
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE bills (id INTEGER PRIMARY KEY, tax INTEGER, locked INTEGER);
CREATE TRIGGER bills_lock BEFORE UPDATE ON bills WHEN old.locked BEGIN SELECT RAISE(IGNORE); END;
-- rows
INSERT INTO bills VALUES (1,16,1),(2,16,0);
-- migration
UPDATE bills SET tax = 19 WHERE locked = 1;
-- check
SELECT tax = 16 FROM bills WHERE id = 1;
