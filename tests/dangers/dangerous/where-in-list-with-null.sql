-- title: Set the missing or empty priority to normal
-- harm: IN (NULL, ...) does not find NULL: only the empty text is changed
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE cases (id INTEGER PRIMARY KEY, priority TEXT);
-- rows
INSERT INTO cases VALUES (1,'high'),(2,NULL);
-- migration
UPDATE cases SET priority = 'normal' WHERE priority IN (NULL, '');
-- check
SELECT priority IS NULL FROM cases WHERE id = 2;
