CREATE TABLE country (code TEXT PRIMARY KEY CHECK (length(code) = 2), name TEXT);
CREATE TABLE city (id INTEGER PRIMARY KEY, country TEXT REFERENCES country (code) ON DELETE CASCADE ON UPDATE CASCADE CHECK (length(country) = 2));
CREATE INDEX city_country ON city (country);
