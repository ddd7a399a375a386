-- title: Compute the weights
-- harm: none
-- before
CREATE TABLE w (id INTEGER PRIMARY KEY, n REAL);
-- rows
INSERT INTO w VALUES (2,NULL);
-- migration
UPDATE w SET n = pow(2, id);
-- check
SELECT n = 4.0 FROM w;
