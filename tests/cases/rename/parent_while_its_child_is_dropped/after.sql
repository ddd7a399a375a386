-- reconcile: renamed-from users
CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT);
