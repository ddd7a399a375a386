CREATE TABLE readings (
  id INTEGER PRIMARY KEY,
  value REAL,
  label TEXT GENERATED ALWAYS AS (CAST(value AS TEXT)) VIRTUAL,
  UNIQUE (value, label)
);
