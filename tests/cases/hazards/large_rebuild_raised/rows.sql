-- large-rebuild is raised. 70,000 rows are copied in one call.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70000)
INSERT INTO items SELECT i, i FROM n;
