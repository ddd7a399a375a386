-- 1/2  drop view mails for now
--   for       view mails is defined otherwise
DROP VIEW "mails";

-- 2/2  create view mails
--   for       view mails is defined otherwise
--   after     step 1: the name mails is free then
CREATE VIEW mails AS SELECT mail FROM user WHERE mail IS NOT NULL;
