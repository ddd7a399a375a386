CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, g AS (b || 'x') NOT NULL, h AS (b) STORED UNIQUE, i AS (b) CHECK (i <> 1), j AS (b) NOT NULL);
