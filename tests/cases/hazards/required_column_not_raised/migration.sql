-- 1/1  add column user.role
ALTER TABLE user ADD COLUMN role TEXT NOT NULL DEFAULT 'reader';
