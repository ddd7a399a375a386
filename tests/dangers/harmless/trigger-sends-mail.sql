-- title: Write verified as 0 where it is not known
-- harm: none
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, mail TEXT, verified INTEGER);
CREATE TABLE outbox (mail TEXT);
CREATE TRIGGER welcome AFTER UPDATE OF verified ON members WHEN new.verified = 1 BEGIN INSERT INTO outbox VALUES (new.mail); END;
-- rows
INSERT INTO members VALUES (1,'a@x',0),(2,'b@x',1),(3,'c@x',NULL);
-- migration
UPDATE members SET verified = 0 WHERE verified IS NULL;
-- check
SELECT (SELECT count(*) FROM outbox) = 0 AND (SELECT count(*) FROM members WHERE verified = 0) = 2;
