-- 1/1  create virtual table box
--   for       virtual table box is new
CREATE VIRTUAL TABLE box USING rtree(id, x1, x2);
