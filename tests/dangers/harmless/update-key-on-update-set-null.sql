-- title: Write all currency codes in capitals
-- harm: none
-- before
CREATE TABLE currencies (code TEXT PRIMARY KEY, name TEXT);
CREATE TABLE prices (id INTEGER PRIMARY KEY, currency TEXT REFERENCES currencies(code) ON UPDATE CASCADE);
-- rows
INSERT INTO currencies VALUES ('eur','Euro'),('usd','Dollar');
INSERT INTO prices VALUES (1,'eur'),(2,'usd');
-- migration
UPDATE currencies SET code = upper(code);
-- check
SELECT count(*) = 2 FROM prices WHERE currency IN ('EUR','USD');
