-- title: Set every unknown state to 'new'
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, state TEXT);
-- rows
INSERT INTO orders VALUES (1,'paid'),(2,'??'),(3,NULL);
-- migration
UPDATE orders SET state = 'new' WHERE coalesce(state, '') NOT IN ('new', 'paid', 'sent');
-- check
SELECT state = 'new' FROM orders WHERE id = 3;
