-- 1/4  drop virtual table find
--   for       virtual table find is no longer in the schema
--   hazard    drop-table: virtual table find is dropped with its index; the rows that it searches are those of docs
DROP TABLE "find";

-- 2/4  drop virtual table less
--   for       virtual table less is no longer in the schema
--   hazard    drop-table: virtual table less is dropped with its index, and the texts to make it from are not in the database; 1 row
DROP TABLE "less";

-- 3/4  drop virtual table own
--   for       virtual table own is no longer in the schema
--   hazard    drop-table: virtual table own is dropped with all its rows; 1 row
DROP TABLE "own";

-- 4/4  drop virtual table words
--   for       virtual table words is no longer in the schema
--   hazard    drop-table: virtual table words is dropped; what it shows is the index of own
DROP TABLE "words";
