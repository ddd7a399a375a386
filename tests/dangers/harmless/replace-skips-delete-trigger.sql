-- title: Replace the file of each avatar
-- harm: none
-- before
CREATE TABLE avatars (user_id INTEGER PRIMARY KEY, blob_key TEXT);
CREATE TABLE garbage (blob_key TEXT);
CREATE TRIGGER avatars_del AFTER DELETE ON avatars BEGIN INSERT INTO garbage VALUES (old.blob_key); END;
-- rows
INSERT INTO avatars VALUES (1,'old1');
-- migration
DELETE FROM avatars WHERE user_id = 1;
INSERT INTO avatars VALUES (1, 'new1');
-- check
SELECT (SELECT blob_key FROM garbage) = 'old1' AND (SELECT blob_key FROM avatars) = 'new1';
