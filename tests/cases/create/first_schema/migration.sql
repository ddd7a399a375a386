-- 1/5  create table a
--   for       table a is new
--   hazard    foreign-key-without-index: foreign key a(b) has no index: each row deleted from b reads all of a
CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b (id));

-- 2/5  create table b
--   for       table b is new
--   hazard    foreign-key-without-index: foreign key b(a) has no index: each row deleted from a reads all of b
CREATE TABLE b (id INTEGER PRIMARY KEY, a INT REFERENCES a (id), name TEXT);
CREATE INDEX b_name ON b (name);

-- 3/5  create virtual table f
--   for       virtual table f is new
--   after     step 2: its contents are rows of b
CREATE VIRTUAL TABLE f USING fts5(name, content='b', content_rowid='id');
INSERT INTO "f"("f") VALUES('rebuild');

-- 4/5  create view v
--   for       view v is new
--   after     step 2: view v mentions b
CREATE VIEW v AS SELECT name FROM b;

-- 5/5  create trigger t on b
--   for       trigger t is new
--   after     step 2: trigger t mentions b
CREATE TRIGGER t AFTER INSERT ON b BEGIN UPDATE b SET name = (CASE WHEN NEW.name IS NULL THEN 'x' ELSE lower(NEW.name) END) WHERE id = NEW.id; END;
