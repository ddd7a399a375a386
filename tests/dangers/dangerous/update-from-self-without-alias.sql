-- title: Copy the phone of the parent company to its branches
-- harm: companies in FROM needs the link to the parent; here each row is joined with every row that has a phone
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE companies (id INTEGER PRIMARY KEY, parent_id INTEGER, phone TEXT);
-- rows
INSERT INTO companies VALUES (1,NULL,'100'),(2,NULL,'200'),(3,1,NULL),(4,2,NULL);
-- migration
UPDATE companies SET phone = p.phone FROM companies p WHERE p.phone IS NOT NULL AND companies.phone IS NULL;
-- check
SELECT (SELECT phone FROM companies WHERE id = 3) = (SELECT phone FROM companies WHERE id = 4);
