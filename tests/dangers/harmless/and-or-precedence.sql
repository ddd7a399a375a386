-- title: Delete the invoices of tenant 5 that are void or drafts
-- harm: none
-- before
CREATE TABLE invoices (id INTEGER PRIMARY KEY, tenant INTEGER, state TEXT);
-- rows
INSERT INTO invoices VALUES (1,5,'void'),(2,5,'draft'),(3,6,'draft'),(4,5,'paid');
-- migration
DELETE FROM invoices WHERE tenant = 5 AND (state = 'void' OR state = 'draft');
-- check
SELECT group_concat(id) = '3,4' FROM (SELECT id FROM invoices ORDER BY id);
