CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  cost INT,
  twice INT AS (cost * 2),
  CHECK (t.cost > 0)
);
CREATE INDEX t_twice ON t (twice);
