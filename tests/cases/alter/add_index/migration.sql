-- 1/1  create index a_x on a
--   for       index a_x is new
CREATE INDEX a_x ON a (x);
