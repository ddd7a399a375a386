-- title: Rename the column addr to address
-- harm: none
-- before
CREATE TABLE shops (id INTEGER PRIMARY KEY, addr TEXT);
-- rows
INSERT INTO shops VALUES (1,'High St 1'),(2,NULL);
-- migration
ALTER TABLE shops RENAME COLUMN addr TO address;
-- check
SELECT count(address) = 1 FROM shops;
