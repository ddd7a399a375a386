-- title: Keep the newest device of each push token
-- harm: none
-- before
CREATE TABLE devices (id INTEGER PRIMARY KEY, token TEXT);
-- rows
INSERT INTO devices VALUES (1,'t'),(2,'t'),(3,NULL),(4,NULL);
-- migration
WITH ranked AS (SELECT id, ROW_NUMBER() OVER (PARTITION BY token ORDER BY id DESC) AS rn FROM devices WHERE token IS NOT NULL)
DELETE FROM devices WHERE id IN (SELECT id FROM ranked WHERE rn > 1);
-- check
SELECT count(*) = 3 FROM devices;
