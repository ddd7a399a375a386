-- reconcile: renamed-from zone
CREATE TABLE area (id INTEGER PRIMARY KEY, code TEXT);
CREATE TABLE shop (id INTEGER PRIMARY KEY, zone INTEGER NOT NULL REFERENCES area (id));
