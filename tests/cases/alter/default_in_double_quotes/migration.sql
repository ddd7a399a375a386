-- 1/1  add column t.state
ALTER TABLE t ADD COLUMN state TEXT NOT NULL DEFAULT "new";
