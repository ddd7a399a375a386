CREATE TABLE country (
  code TEXT PRIMARY KEY CHECK (code = upper(code)), -- reconcile: using upper(code)
  name TEXT
);
CREATE TABLE city (id INTEGER PRIMARY KEY, country TEXT REFERENCES country (code));
CREATE INDEX city_country ON city (country);
