-- 1/1  add column t.b
ALTER TABLE t ADD COLUMN b INT AS (a * 2) VIRTUAL;
