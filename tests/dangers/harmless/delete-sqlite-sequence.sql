-- title: Reset the counter of the scratch table
-- harm: none
-- before
CREATE TABLE scratch (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
-- rows
INSERT INTO scratch VALUES (7);
INSERT INTO orders (v) VALUES ('a'),('b');
DELETE FROM orders WHERE v = 'b';
-- migration
DELETE FROM scratch;
DELETE FROM sqlite_sequence WHERE name = 'scratch';
INSERT INTO orders (v) VALUES ('c');
-- check
SELECT id = 3 FROM orders WHERE v = 'c';
