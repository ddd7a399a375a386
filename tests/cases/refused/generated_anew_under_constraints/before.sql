CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, g AS (a), h AS (a), i AS (a));
