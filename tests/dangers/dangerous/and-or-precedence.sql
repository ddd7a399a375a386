-- title: Delete the invoices of tenant 5 that are void or drafts
-- harm: AND binds closer: the drafts of all tenants are deleted
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE invoices (id INTEGER PRIMARY KEY, tenant INTEGER, state TEXT);
-- rows
INSERT INTO invoices VALUES (1,5,'void'),(2,5,'draft'),(3,6,'draft'),(4,5,'paid');
-- migration
DELETE FROM invoices WHERE tenant = 5 AND state = 'void' OR state = 'draft';
-- check
SELECT count(*) = 0 FROM invoices WHERE tenant = 6;
