CREATE TABLE codes (
  id INTEGER PRIMARY KEY,
  number INTEGER,
  text TEXT,
  -- TEXT beside an INTEGER column compares as a number: '4e3' is 4000.
  CHECK (text IS NOT number)
);
