-- 1/1  add column t.x
ALTER TABLE t ADD COLUMN x TEXT NOT NULL DEFAULT 'two
lines; -- not a comment';
