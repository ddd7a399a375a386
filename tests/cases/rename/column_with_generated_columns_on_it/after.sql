CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  price INT, -- reconcile: renamed-from cost

  twice INT AS (price * 2),
  CHECK (t.price > 0)
);
CREATE INDEX t_twice ON t (twice);
