-- 7.0 is three characters long, the integer that it becomes one.
CREATE TABLE codes (
  id INTEGER PRIMARY KEY,
  code REAL CHECK (length(code) BETWEEN 2 AND 300)
);
