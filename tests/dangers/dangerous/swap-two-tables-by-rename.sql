-- title: Swap the prepared table prices_next with prices
-- harm: The RENAME of prices takes along the reference of carts: it now points at prices_prev
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE prices (id INTEGER PRIMARY KEY, v INTEGER);
CREATE TABLE prices_next (id INTEGER PRIMARY KEY, v INTEGER);
CREATE TABLE carts (id INTEGER PRIMARY KEY, price_id INTEGER REFERENCES prices(id));
-- rows
INSERT INTO prices VALUES (1,10);
INSERT INTO prices_next VALUES (1,12),(2,3);
INSERT INTO carts VALUES (1,1);
-- migration
ALTER TABLE prices RENAME TO prices_prev;
ALTER TABLE prices_next RENAME TO prices;
-- check
SELECT "table" = 'prices_prev' FROM pragma_foreign_key_list('carts');
