-- reconcile: keep-order
CREATE TABLE t (b INT, a INT);
