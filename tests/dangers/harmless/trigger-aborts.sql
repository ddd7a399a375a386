-- title: Fill the region of old invoices
-- harm: none
-- before
CREATE TABLE invoices (id INTEGER PRIMARY KEY, paid INTEGER, region TEXT);
CREATE TRIGGER paid_fixed BEFORE UPDATE ON invoices WHEN old.paid BEGIN SELECT RAISE(ABORT, 'paid invoices are fixed'); END;
-- rows
INSERT INTO invoices VALUES (1,1,NULL),(2,0,NULL);
-- migration
DROP TRIGGER paid_fixed;
UPDATE invoices SET region = 'eu' WHERE region IS NULL;
CREATE TRIGGER paid_fixed BEFORE UPDATE ON invoices WHEN old.paid BEGIN SELECT RAISE(ABORT, 'paid invoices are fixed'); END;
-- check
SELECT count(*) = 2 FROM invoices WHERE region = 'eu';
