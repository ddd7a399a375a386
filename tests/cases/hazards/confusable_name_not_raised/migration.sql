-- 1/1  create table sent_mails
--   for       table sent_mails is new
CREATE TABLE sent_mails (id INTEGER PRIMARY KEY, rank INT);
