-- 1/4  add column post.title
ALTER TABLE post ADD COLUMN title TEXT;
UPDATE post SET title = json_extract(body, '$.a');

-- 2/4  add column post.tag
ALTER TABLE post ADD COLUMN tag TEXT;
UPDATE post SET tag = body ->> '$.tags[0]';

-- 3/4  add column post.meta
ALTER TABLE post ADD COLUMN meta TEXT;
UPDATE post SET meta = json_set(body, '$.b', id);

-- 4/4  add column post.tags
ALTER TABLE post ADD COLUMN tags INTEGER;
UPDATE post SET tags = (SELECT count(*) FROM json_each(body, '$.tags'));
