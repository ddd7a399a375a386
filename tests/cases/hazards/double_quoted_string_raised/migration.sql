-- 1/1  create table offers
--   for       table offers is new
--   hazard    double-quoted-string: "stat" in table offers is no column, and so is the text 'stat'
CREATE TABLE offers (state TEXT CHECK (state <> "stat"));
