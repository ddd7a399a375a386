-- 1/1  add column user.full_name
ALTER TABLE user ADD COLUMN full_name TEXT;
UPDATE user SET full_name = name;
