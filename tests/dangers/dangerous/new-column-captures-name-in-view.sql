-- title: Note the customer who recommended a vip
-- harm: Within the view's subquery customer meant the orders table, now it is the new column of vips: the view is empty
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE TABLE vips (cid INTEGER);
CREATE VIEW vip_orders AS SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM vips WHERE cid = customer);
-- rows
INSERT INTO orders VALUES (1,7),(2,8);
INSERT INTO vips VALUES (7);
-- migration
ALTER TABLE vips ADD COLUMN customer INTEGER;
-- check
SELECT count(*) = 0 FROM vip_orders;
