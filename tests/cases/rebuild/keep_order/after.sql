-- reconcile: keep-order
CREATE TABLE t (a INT, c INT DEFAULT 3, b INT);
