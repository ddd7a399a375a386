CREATE TABLE node (
  path TEXT PRIMARY KEY CHECK (path = lower(path)), -- reconcile: using lower(path)
  parent TEXT REFERENCES node (path) ON DELETE CASCADE CHECK (parent = lower(parent)) -- reconcile: using lower(parent)
);
CREATE INDEX node_parent ON node (parent);
