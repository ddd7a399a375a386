-- 1/1  create table u
--   for       table u is new
CREATE TABLE u(x);
