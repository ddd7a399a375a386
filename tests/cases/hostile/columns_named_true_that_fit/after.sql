CREATE TABLE p ("true" TEXT UNIQUE, "false" TEXT NOT NULL);
CREATE TABLE t (id INTEGER PRIMARY KEY, "true" TEXT REFERENCES p ("true") CHECK (true <> 'gone' AND t."true" <> ''), n INT);
