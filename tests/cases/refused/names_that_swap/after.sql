-- reconcile: renamed-from a
CREATE TABLE b (x TEXT);
-- reconcile: renamed-from b
CREATE TABLE a (y TEXT);
