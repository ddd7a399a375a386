-- title: Write all currency codes in capitals
-- harm: The prices lose their currency: the reference says ON UPDATE SET NULL
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE currencies (code TEXT PRIMARY KEY, name TEXT);
CREATE TABLE prices (id INTEGER PRIMARY KEY, currency TEXT REFERENCES currencies(code) ON UPDATE SET NULL);
-- rows
INSERT INTO currencies VALUES ('eur','Euro'),('usd','Dollar');
INSERT INTO prices VALUES (1,'eur'),(2,'usd');
-- migration
UPDATE currencies SET code = upper(code);
-- check
SELECT count(currency) = 0 FROM prices;
