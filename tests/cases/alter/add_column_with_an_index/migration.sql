-- 1/3  add column t.a
ALTER TABLE t ADD COLUMN a INT;

-- 2/3  add column t.b
ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x';

-- 3/3  create index t_ab on t
CREATE INDEX t_ab ON t (a, b) WHERE b <> '';
