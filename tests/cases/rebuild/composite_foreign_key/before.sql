CREATE TABLE place (country TEXT, city TEXT, PRIMARY KEY (country, city));
CREATE TABLE shop (id INTEGER PRIMARY KEY, country TEXT, city TEXT);
