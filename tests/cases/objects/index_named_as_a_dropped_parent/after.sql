CREATE TABLE shops (
  id INTEGER PRIMARY KEY,
  place INTEGER
);
CREATE INDEX places ON shops (place);
