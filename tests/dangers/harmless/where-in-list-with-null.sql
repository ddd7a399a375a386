-- title: Set the missing or empty priority to normal
-- harm: none
-- before
CREATE TABLE cases (id INTEGER PRIMARY KEY, priority TEXT);
-- rows
INSERT INTO cases VALUES (1,'high'),(2,NULL);
-- migration
UPDATE cases SET priority = 'normal' WHERE priority IS NULL OR priority IN ('');
-- check
SELECT priority = 'normal' FROM cases WHERE id = 2;
