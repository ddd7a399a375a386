-- 1/2  drop index p_code
--   for       index p_code is no longer in the schema
DROP INDEX "p_code";

-- 2/2  create index p_code_key on p
--   for       index p_code_key is new
--   hazard    add-unique: index p_code_key becomes unique over rows that are there; 0 rows
CREATE UNIQUE INDEX p_code_key ON p (code);
