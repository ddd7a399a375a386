-- title: Reset the counter of the scratch table
-- harm: Without WHERE the counters of all tables go, and used order numbers come again
-- kind: guarantee-lost
-- line: 2
-- before
CREATE TABLE scratch (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
-- rows
INSERT INTO scratch VALUES (7);
INSERT INTO orders (v) VALUES ('a'),('b');
DELETE FROM orders WHERE v = 'b';
-- migration
DELETE FROM scratch;
DELETE FROM sqlite_sequence;
INSERT INTO orders (v) VALUES ('c');
-- check
SELECT id = 2 FROM orders WHERE v = 'c';
