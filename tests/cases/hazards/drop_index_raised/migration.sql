-- 1/1  drop index user_by_mail
--   for       index user_by_mail is no longer in the schema
--   hazard    drop-index: queries that used index user_by_mail will scan user: app.ts:1:47
DROP INDEX "user_by_mail";
