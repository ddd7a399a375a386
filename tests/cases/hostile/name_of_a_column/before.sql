CREATE TABLE t (id INTEGER PRIMARY KEY, "a""b;c--d/*e'f
g" TEXT, y TEXT);
CREATE INDEX i ON t ("a""b;c--d/*e'f
g");
