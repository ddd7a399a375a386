CREATE TABLE p (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE CHECK (slug <> ''), -- reconcile: renamed-from code
  up TEXT AS (upper(slug))
);
CREATE INDEX p_code ON p (lower(slug)) WHERE slug IS NOT NULL;
CREATE TABLE c (id INTEGER PRIMARY KEY, p TEXT REFERENCES p (slug));
CREATE VIEW v AS SELECT slug FROM p;
CREATE TRIGGER t AFTER UPDATE OF slug ON p BEGIN DELETE FROM c WHERE p = OLD.slug; END;
