CREATE TABLE tag (id INTEGER PRIMARY KEY, org INT, name TEXT, UNIQUE (org, name));
