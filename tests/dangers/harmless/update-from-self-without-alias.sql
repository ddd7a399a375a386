-- title: Copy the phone of the parent company to its branches
-- harm: none
-- before
CREATE TABLE companies (id INTEGER PRIMARY KEY, parent_id INTEGER, phone TEXT);
-- rows
INSERT INTO companies VALUES (1,NULL,'100'),(2,NULL,'200'),(3,1,NULL),(4,2,NULL);
-- migration
UPDATE companies SET phone = p.phone FROM companies p WHERE p.id = companies.parent_id AND companies.phone IS NULL;
-- check
SELECT (SELECT phone FROM companies WHERE id = 3) = '100' AND (SELECT phone FROM companies WHERE id = 4) = '200';
