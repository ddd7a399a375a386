-- title: Set every unknown state to 'new'
-- harm: NULL NOT IN (...) is unknown: the rows without a state keep none
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO orders VALUES (1,'paid'),(2,'??'),(3,NULL);
-- migration
UPDATE orders SET state = 'new' WHERE state NOT IN ('new', 'paid', 'sent');
-- check
SELECT state IS NULL FROM orders WHERE id = 3;
