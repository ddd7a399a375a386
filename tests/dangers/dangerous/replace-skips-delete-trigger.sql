-- title: Replace the file of each avatar
-- harm: REPLACE removes the old row without firing the delete trigger, so the old blob is never queued for removal
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE avatars (user_id INTEGER PRIMARY KEY, blob_key TEXT);
CREATE TABLE garbage (blob_key TEXT);
CREATE TRIGGER avatars_del AFTER DELETE ON avatars BEGIN INSERT INTO garbage VALUES (old.blob_key); END;
-- rows
INSERT INTO avatars VALUES (1,'old1');
-- migration
REPLACE INTO avatars VALUES (1, 'new1');
-- check
SELECT count(*) = 0 FROM garbage;
