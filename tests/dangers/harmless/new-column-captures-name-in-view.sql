-- title: Note the customer who recommended a vip
-- harm: none
-- before
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER);
CREATE TABLE vips (cid INTEGER);
CREATE VIEW vip_orders AS SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM vips WHERE cid = customer);
-- rows
INSERT INTO orders VALUES (1,7),(2,8);
INSERT INTO vips VALUES (7);
-- migration
ALTER TABLE vips ADD COLUMN recommended_by INTEGER;
-- check
SELECT count(*) = 1 FROM vip_orders;
