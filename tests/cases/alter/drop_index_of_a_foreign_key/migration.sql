-- 1/1  drop index by_account
--   for       index by_account is no longer in the schema
--   hazard    drop-index: queries on invoice that used index by_account will scan
--             foreign-key-without-index: foreign key invoice(account) is left without an index: each row deleted from account reads all of invoice
DROP INDEX "by_account";
