-- 1/1  drop view mails
--   for       view mails is no longer in the schema
--   hazard    drop-code: statements that read view mails fail
DROP VIEW "mails";
