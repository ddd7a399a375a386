-- Reals without a fraction become integers; the CHECK is asked about those.
CREATE TABLE codes (
  id INTEGER PRIMARY KEY,
  code REAL CHECK (length(code) BETWEEN 2 AND 300)
);
