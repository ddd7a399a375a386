CREATE TABLE node (path TEXT PRIMARY KEY, parent TEXT REFERENCES node (path) ON DELETE CASCADE);
CREATE INDEX node_parent ON node (parent);
