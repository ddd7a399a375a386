-- 1/1  add column t.c
ALTER TABLE t ADD COLUMN c INT;
