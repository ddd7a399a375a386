CREATE TABLE "a""b;c--d/*e'f
g" (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
CREATE TABLE child (id INTEGER PRIMARY KEY, p INT REFERENCES "a""b;c--d/*e'f
g" (id) ON DELETE CASCADE);
CREATE INDEX child_p ON child (p);
CREATE VIEW v AS SELECT x FROM "a""b;c--d/*e'f
g";
