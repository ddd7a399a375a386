-- 1/1  add column post.title
ALTER TABLE post ADD COLUMN title TEXT;
UPDATE post SET title = CASE WHEN json_valid(body) THEN json_extract(body, '$.a') END;
