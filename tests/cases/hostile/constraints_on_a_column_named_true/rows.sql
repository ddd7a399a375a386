INSERT INTO p VALUES ('a', NULL), ('a', 'x');
INSERT INTO t VALUES (1, 'gone', 0), (2, 'a', 3);
