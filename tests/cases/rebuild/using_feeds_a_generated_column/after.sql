CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  price INTEGER, -- reconcile: using CAST(round(price * 100) AS INTEGER)
  label TEXT AS (price || ' EUR') STORED
);
CREATE INDEX item_label ON item (label);
