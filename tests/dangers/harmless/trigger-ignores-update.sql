-- title: Correct the tax rate of the locked bills
-- harm: none
-- before
CREATE TABLE bills (id INTEGER PRIMARY KEY, tax INTEGER, locked INTEGER);
CREATE TRIGGER bills_lock BEFORE UPDATE ON bills WHEN old.locked BEGIN SELECT RAISE(IGNORE); END;
-- rows
INSERT INTO bills VALUES (1,16,1),(2,16,0);
-- migration
DROP TRIGGER bills_lock;
UPDATE bills SET tax = 19 WHERE locked = 1;
CREATE TRIGGER bills_lock BEFORE UPDATE ON bills WHEN old.locked BEGIN SELECT RAISE(IGNORE); END;
-- check
SELECT tax = 19 FROM bills WHERE id = 1;
