-- title: Remove the unused column vat_id
-- harm: Some customers have one; it is lost
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, vat_id TEXT);
-- rows
INSERT INTO customers VALUES (1,'A','DE1'),(2,'B',NULL);
-- migration
ALTER TABLE customers DROP COLUMN vat_id;
-- check
SELECT count(*) = 0 FROM pragma_table_info('customers') WHERE name = 'vat_id';
