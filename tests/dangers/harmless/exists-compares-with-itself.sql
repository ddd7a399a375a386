-- title: Delete the drafts that have been published
-- harm: none
-- before
CREATE TABLE drafts (id INTEGER PRIMARY KEY, t TEXT);
CREATE TABLE published (id INTEGER PRIMARY KEY, draft_id INTEGER);
-- rows
INSERT INTO drafts VALUES (1,'a'),(2,'b'),(3,'c');
INSERT INTO published VALUES (1,1);
-- migration
DELETE FROM drafts WHERE EXISTS (SELECT * FROM published WHERE draft_id = drafts.id);
-- check
SELECT count(*) = 2 FROM drafts;
