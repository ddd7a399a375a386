CREATE TABLE countries (code TEXT PRIMARY KEY);
CREATE TABLE regions (country TEXT NOT NULL REFERENCES countries (code), code TEXT, PRIMARY KEY (country, code));
