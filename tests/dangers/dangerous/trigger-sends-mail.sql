-- title: Mark all members as verified
-- harm: The trigger puts a welcome mail for each of them into the outbox
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, mail TEXT, verified INTEGER);
CREATE TABLE outbox (mail TEXT);
CREATE TRIGGER welcome AFTER UPDATE OF verified ON members WHEN new.verified = 1 BEGIN INSERT INTO outbox VALUES (new.mail); END;
-- rows
INSERT INTO members VALUES (1,'a@x',0),(2,'b@x',1),(3,'c@x',NULL);
-- migration
UPDATE members SET verified = 1;
-- check
SELECT count(*) = 3 FROM outbox;
