-- title: Convert the prices to cents
-- harm: none
-- before
CREATE TABLE goods (id INTEGER PRIMARY KEY, price REAL, cents INTEGER);
-- rows
INSERT INTO goods VALUES (1,19.99,NULL),(2,5.0,NULL);
-- migration
UPDATE goods SET cents = CAST(round(price * 100) AS INTEGER);
-- check
SELECT cents = 1999 FROM goods WHERE id = 1;
