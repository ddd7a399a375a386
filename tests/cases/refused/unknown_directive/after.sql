-- reconcile: rename-from b
CREATE TABLE a (x);
