-- reconcile: renamed-from t
CREATE TABLE things (id INTEGER PRIMARY KEY, x TEXT);
CREATE VIEW v1 AS SELECT id, x FROM things;
CREATE VIEW v2 AS SELECT x FROM v1;
