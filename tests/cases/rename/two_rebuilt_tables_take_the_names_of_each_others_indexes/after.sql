-- reconcile: renamed-from shop
CREATE TABLE store (id INTEGER PRIMARY KEY, code TEXT CHECK (code <> ''));
CREATE INDEX shop ON store (code);
-- reconcile: renamed-from city
CREATE TABLE town (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> ''));
CREATE UNIQUE INDEX city ON town (name);
