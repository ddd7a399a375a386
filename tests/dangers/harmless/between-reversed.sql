-- title: Discount everything from 50 to 10
-- harm: none
-- before
CREATE TABLE goods (id INTEGER PRIMARY KEY, price INTEGER);
-- rows
INSERT INTO goods VALUES (1,20),(2,60);
-- migration
UPDATE goods SET price = price - 1 WHERE price BETWEEN 10 AND 50;
-- check
SELECT price = 19 FROM goods WHERE id = 1;
