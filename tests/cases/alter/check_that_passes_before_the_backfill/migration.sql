-- 1/1  add column items.state
ALTER TABLE items ADD COLUMN state TEXT CHECK (state IN ('new', 'sold'));
UPDATE items SET state = 'new';
