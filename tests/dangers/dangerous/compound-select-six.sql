-- title: Insert the seven days with one SELECT each
-- harm: D1 allows five terms in a compound SELECT
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE days (n INTEGER, name TEXT);
-- rows
-- migration
INSERT INTO days SELECT 1, 'mo' UNION ALL SELECT 2, 'tu' UNION ALL SELECT 3, 'we' UNION ALL SELECT 4, 'th'
UNION ALL SELECT 5, 'fr' UNION ALL SELECT 6, 'sa' UNION ALL SELECT 7, 'su';
-- check
-- error: too many terms in compound SELECT
SELECT 1;
