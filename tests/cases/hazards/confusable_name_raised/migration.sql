CREATE TABLE usermails (id INTEGER PRIMARY KEY, "order" INT);
