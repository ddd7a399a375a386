CREATE TABLE t (id INTEGER PRIMARY KEY, "a""b;c--d/*e'f
g" TEXT NOT NULL CHECK ("a""b;c--d/*e'f
g" <> ';'), y TEXT);
CREATE INDEX i ON t ("a""b;c--d/*e'f
g");
