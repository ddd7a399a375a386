-- 1/1  drop index by_mail
--   for       index by_mail is no longer in the schema
--   hazard    drop-index: queries on account that used index by_mail will scan, and nothing keeps its rows distinct
DROP INDEX "by_mail";
