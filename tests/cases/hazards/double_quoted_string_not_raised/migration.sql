-- 1/1  create table offers
--   for       table offers is new
CREATE TABLE offers (state TEXT CHECK ("state" <> 'stat'));
