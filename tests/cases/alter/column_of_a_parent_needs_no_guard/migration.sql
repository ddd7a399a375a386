-- 1/1  add column users.name
ALTER TABLE users ADD COLUMN name TEXT;
