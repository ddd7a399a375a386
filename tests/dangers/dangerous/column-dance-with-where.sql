-- title: Change the type of amount by way of a second column
-- harm: Only the open bills are carried over, the amounts of the others are lost with the old column
-- kind: values-changed
-- line: 3
-- before
CREATE TABLE bills (id INTEGER PRIMARY KEY, amount TEXT, open INTEGER);
-- rows
INSERT INTO bills VALUES (1,'10',1),(2,'20',0),(3,'30',NULL);
-- migration
ALTER TABLE bills ADD COLUMN amount_int INTEGER;
UPDATE bills SET amount_int = CAST(amount AS INTEGER) WHERE open = 1;
ALTER TABLE bills DROP COLUMN amount;
ALTER TABLE bills RENAME COLUMN amount_int TO amount;
-- check
SELECT count(*) = 2 FROM bills WHERE amount IS NULL;
