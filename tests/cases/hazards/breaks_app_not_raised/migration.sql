-- 1/1  add column users.slug
ALTER TABLE users ADD COLUMN slug TEXT;
