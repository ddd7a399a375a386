-- title: Archive what is done or cancelled
-- harm: The bare text 'cancelled' is false as a condition, so the cancelled ones stay
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE todo (id INTEGER PRIMARY KEY, state TEXT, archived INTEGER DEFAULT 0);
-- rows
INSERT INTO todo (id, state) VALUES (1,'done'),(2,'cancelled'),(3,'open');
-- migration
UPDATE todo SET archived = 1 WHERE state = 'done' OR 'cancelled';
-- check
SELECT archived = 0 FROM todo WHERE id = 2;
