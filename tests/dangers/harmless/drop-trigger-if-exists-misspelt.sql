-- title: Stop the old mail trigger
-- harm: none
-- before
CREATE TABLE signups (mail TEXT);
CREATE TABLE outbox (mail TEXT);
CREATE TRIGGER signups_mail AFTER INSERT ON signups BEGIN INSERT INTO outbox VALUES (new.mail); END;
-- rows
INSERT INTO signups VALUES ('a@x');
-- migration
DROP TRIGGER IF EXISTS signups_mail;
-- check
SELECT count(*) = 0 FROM sqlite_schema WHERE type = 'trigger';
