-- 1/1  add column user.token
ALTER TABLE user ADD COLUMN token TEXT;
UPDATE user SET token = hex(mail);
