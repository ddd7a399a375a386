-- title: Keep the newest device of each push token
-- harm: The devices without a token are one partition, of which a single one stays
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, token TEXT);
-- rows
INSERT INTO devices VALUES (1,'t'),(2,'t'),(3,NULL),(4,NULL);
-- migration
WITH ranked AS (SELECT id, ROW_NUMBER() OVER (PARTITION BY token ORDER BY id DESC) AS rn FROM devices)
DELETE FROM devices WHERE id IN (SELECT id FROM ranked WHERE rn > 1);
-- check
SELECT count(*) = 1 FROM devices WHERE token IS NULL;
