-- title: Discount everything from 50 to 10
-- harm: BETWEEN 50 AND 10 is empty
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE goods (id INTEGER PRIMARY KEY, price INTEGER);
-- rows
INSERT INTO goods VALUES (1,20),(2,60);
-- migration
UPDATE goods SET price = price - 1 WHERE price BETWEEN 50 AND 10;
-- check
SELECT price = 20 FROM goods WHERE id = 1;
