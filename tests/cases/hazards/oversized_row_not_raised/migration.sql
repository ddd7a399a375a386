-- 1/1  add column note.body
ALTER TABLE note ADD COLUMN body TEXT;
UPDATE note SET body = hex(zeroblob(size));
