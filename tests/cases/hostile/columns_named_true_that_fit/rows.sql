INSERT INTO p VALUES ('a', 'x'), ('b', 'y');
INSERT INTO t VALUES (1, 'b', 0), (2, 'a', 3);
