-- 1-2/4  create table countries, table cities
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL, flag BLOB, size REAL) STRICT;
CREATE TABLE cities (code TEXT PRIMARY KEY, country TEXT NOT NULL REFERENCES countries (code)) WITHOUT ROWID;

-- 3/4  write rows of countries: 3 new
INSERT INTO countries (code, name, flag, size) VALUES
  ('DE', 'Germany', X'C0FFEE', 357.6),
  ('NO', 'Norway, the ;"long" one', NULL, 385.0),
  ('XX', '', NULL, NULL)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, flag = excluded.flag, size = excluded.size;

-- 4/4  write rows of cities: 2 new
INSERT INTO cities (code, country) VALUES
  ('OSL', 'NO'),
  ('BER', 'DE')
ON CONFLICT (code) DO UPDATE SET country = excluded.country;
