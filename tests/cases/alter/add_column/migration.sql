-- 1/1  add column a.name
ALTER TABLE a ADD COLUMN name TEXT NOT NULL DEFAULT 'x' CHECK (name <> '');
