CREATE TABLE item (id INTEGER PRIMARY KEY, price TEXT, label TEXT AS (price || ' EUR') STORED);
CREATE INDEX item_label ON item (label);
