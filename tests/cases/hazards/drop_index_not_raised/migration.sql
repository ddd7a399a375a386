-- 1/2  drop index user_by_mail for now
--   for       index user_by_mail is defined otherwise
DROP INDEX "user_by_mail";

-- 2/2  create index user_by_mail on user
--   for       index user_by_mail is defined otherwise
--   after     step 1: the name user_by_mail is free then
CREATE INDEX user_by_mail ON user (mail, name);
