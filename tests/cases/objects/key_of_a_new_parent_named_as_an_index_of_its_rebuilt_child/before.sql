CREATE TABLE shop (id INTEGER PRIMARY KEY, zone TEXT);
CREATE INDEX zone_code ON shop (zone);
