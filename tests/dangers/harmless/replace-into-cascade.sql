-- title: Set the new price of plan 1
-- harm: none
-- before
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT, price INTEGER);
CREATE TABLE subs (id INTEGER PRIMARY KEY, plan_id INTEGER REFERENCES plans(id) ON DELETE CASCADE);
-- rows
INSERT INTO plans VALUES (1,'basic',5),(2,'pro',9);
INSERT INTO subs VALUES (1,1),(2,1),(3,2);
-- migration
INSERT INTO plans (id, name, price) VALUES (1, 'basic', 6) ON CONFLICT (id) DO UPDATE SET price = excluded.price;
-- check
SELECT (SELECT count(*) FROM subs) = 3 AND (SELECT price FROM plans WHERE id = 1) = 6;
