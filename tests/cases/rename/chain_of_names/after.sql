-- reconcile: renamed-from a
CREATE TABLE b (id INTEGER PRIMARY KEY, x TEXT);
-- reconcile: renamed-from b
CREATE TABLE c (id INTEGER PRIMARY KEY, y TEXT);
