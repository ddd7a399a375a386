-- title: Drop the old table of rates
-- harm: none
-- before
CREATE TABLE rates (cur TEXT, r REAL);
CREATE VIEW current_rates AS SELECT cur, max(r) AS r FROM rates GROUP BY cur;
-- rows
INSERT INTO rates VALUES ('eur',1.1);
-- migration
DROP VIEW current_rates;
DROP TABLE rates;
-- check
SELECT count(*) = 0 FROM sqlite_schema WHERE name IN ('rates', 'current_rates');
