-- title: Convert the prices to cents
-- harm: 19.99 * 100 is 1998.9999999999998, and the cast cuts it off to 1998
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE goods (id INTEGER PRIMARY KEY, price REAL, cents INTEGER);
-- rows
INSERT INTO goods VALUES (1,19.99,NULL),(2,5.0,NULL);
-- migration
UPDATE goods SET cents = CAST(price * 100 AS INTEGER);
-- check
SELECT cents = 1998 FROM goods WHERE id = 1;
