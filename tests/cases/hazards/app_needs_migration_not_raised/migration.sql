-- 1/1  add column user.seen_at
ALTER TABLE user ADD COLUMN seen_at TEXT;
