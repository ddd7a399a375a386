-- title: Move vat_id into its own table
-- harm: none
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, vat_id TEXT);
-- rows
INSERT INTO customers VALUES (1,'A','DE1'),(2,'B',NULL);
-- migration
CREATE TABLE vat_ids (customer_id INTEGER PRIMARY KEY, vat_id TEXT NOT NULL);
INSERT INTO vat_ids SELECT id, vat_id FROM customers WHERE vat_id IS NOT NULL;
-- check
SELECT (SELECT vat_id FROM vat_ids) = 'DE1' AND (SELECT vat_id FROM customers WHERE id = 1) = 'DE1';
