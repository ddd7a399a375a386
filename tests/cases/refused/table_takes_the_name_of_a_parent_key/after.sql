-- reconcile: renamed-from shop
CREATE TABLE place (id INTEGER PRIMARY KEY, zone TEXT);
