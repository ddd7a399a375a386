-- title: Drop the old table of rates
-- harm: A view reads it: each query of the view fails from now on
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE rates (cur TEXT, r REAL);
CREATE VIEW current_rates AS SELECT cur, max(r) AS r FROM rates GROUP BY cur;
-- rows
INSERT INTO rates VALUES ('eur',1.1);
-- migration
DROP TABLE rates;
-- check
SELECT (SELECT count(*) FROM sqlite_schema WHERE name = 'current_rates') = 1 AND (SELECT count(*) FROM sqlite_schema WHERE name = 'rates') = 0;
