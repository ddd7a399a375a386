-- title: Compute the weights
-- harm: D1 allows pow(), not power()
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE w (id INTEGER PRIMARY KEY, n REAL);
-- rows
INSERT INTO w VALUES (2,NULL);
-- migration
UPDATE w SET n = power(2, id);
-- check
-- error: not authorized to use function
SELECT 1;
