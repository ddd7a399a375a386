-- title: Swap invoices with its cleaned copy
-- harm: The trigger that forbids changes stays with the old table and goes when that is dropped
-- kind: guarantee-lost
-- line: 5
-- before
CREATE TABLE invoices (id INTEGER PRIMARY KEY, total INTEGER);
CREATE TRIGGER invoices_frozen BEFORE UPDATE ON invoices BEGIN SELECT RAISE(ABORT, 'frozen'); END;
-- rows
INSERT INTO invoices VALUES (1,100),(2,NULL);
-- migration
CREATE TABLE invoices_clean (id INTEGER PRIMARY KEY, total INTEGER NOT NULL);
INSERT INTO invoices_clean SELECT id, COALESCE(total, 0) FROM invoices;
ALTER TABLE invoices RENAME TO invoices_dirty;
ALTER TABLE invoices_clean RENAME TO invoices;
DROP TABLE invoices_dirty;
-- check
SELECT count(*) = 0 FROM sqlite_schema WHERE type = 'trigger';
