-- migrate:up
-- Who buys.
CREATE TABLE customers (
  id       INTEGER PRIMARY KEY,
  fullname TEXT NOT NULL
);

-- migrate:down
DROP TABLE customers;
