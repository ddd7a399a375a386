CREATE TABLE node (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES node (id) ON DELETE CASCADE, name TEXT);
CREATE INDEX node_by_parent ON node (parent);
