-- large-rebuild is not raised. 6,000 rows are no matter.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
INSERT INTO items SELECT i, i FROM n;
