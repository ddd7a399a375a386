-- title: Fill the region of old invoices
-- harm: A trigger forbids changes to paid invoices
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE invoices (id INTEGER PRIMARY KEY, paid INTEGER, region TEXT);
CREATE TRIGGER paid_fixed BEFORE UPDATE ON invoices WHEN old.paid BEGIN SELECT RAISE(ABORT, 'paid invoices are fixed'); END;
-- rows
INSERT INTO invoices VALUES (1,1,NULL),(2,0,NULL);
-- migration
UPDATE invoices SET region = 'eu' WHERE region IS NULL;
-- check
-- error: paid invoices are fixed
SELECT 1;
