-- title: Stop the old mail trigger
-- harm: There is no trigger of that name, the right one goes on firing
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE signups (mail TEXT);
CREATE TABLE outbox (mail TEXT);
CREATE TRIGGER signups_mail AFTER INSERT ON signups BEGIN INSERT INTO outbox VALUES (new.mail); END;
-- rows
INSERT INTO signups VALUES ('a@x');
-- migration
DROP TRIGGER IF EXISTS signup_mail;
-- check
SELECT count(*) = 1 FROM sqlite_schema WHERE type = 'trigger';
