CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  price INT,
  currency TEXT,
  CONSTRAINT sane CHECK (price >= 0 AND currency IN ('EUR', 'CHF'))
);
