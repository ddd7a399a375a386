-- reconcile: renamed-from t
CREATE TABLE things (id INTEGER PRIMARY KEY);
