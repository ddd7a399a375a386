CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  p_id INT REFERENCES p (id) -- reconcile: renamed-from parent
);
