-- title: Rebuild invoices with a NOT NULL number
-- harm: none
-- before
CREATE TABLE invoices (id INTEGER PRIMARY KEY, nr TEXT, paid INTEGER);
CREATE TRIGGER keep_paid BEFORE DELETE ON invoices WHEN old.paid BEGIN SELECT RAISE(ABORT, 'paid'); END;
-- rows
INSERT INTO invoices VALUES (1,'A1',1),(2,'A2',0);
-- migration
CREATE TABLE invoices_new (id INTEGER PRIMARY KEY, nr TEXT NOT NULL, paid INTEGER);
INSERT INTO invoices_new SELECT id, nr, paid FROM invoices;
DROP TABLE invoices;
ALTER TABLE invoices_new RENAME TO invoices;
CREATE TRIGGER keep_paid BEFORE DELETE ON invoices WHEN old.paid BEGIN SELECT RAISE(ABORT, 'paid'); END;
-- check
SELECT count(*) = 1 FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'invoices';
