-- 1/1  create table usermails
--   for       table usermails is new
--   hazard    confusable-name: usermails is easily taken for user_mails
--             confusable-name: column usermails.order is called like a keyword, and needs quotes everywhere
CREATE TABLE usermails (id INTEGER PRIMARY KEY, "order" INT);
