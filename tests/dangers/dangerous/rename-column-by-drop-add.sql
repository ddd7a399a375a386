-- title: Rename the column addr to address
-- harm: A new column is added and the old one dropped: the addresses are gone
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE shops (id INTEGER PRIMARY KEY, addr TEXT);
-- rows
INSERT INTO shops VALUES (1,'High St 1'),(2,NULL);
-- migration
ALTER TABLE shops ADD COLUMN address TEXT;
ALTER TABLE shops DROP COLUMN addr;
-- check
SELECT count(address) = 0 FROM shops;
