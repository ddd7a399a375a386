-- reconcile: renamed-from node
CREATE TABLE item (id INTEGER PRIMARY KEY, up INT REFERENCES item (id));
