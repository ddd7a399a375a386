-- 1/1  add column user.alias
ALTER TABLE user ADD COLUMN alias TEXT COLLATE NOCASE;
