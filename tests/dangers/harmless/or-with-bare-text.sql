-- title: Archive what is done or cancelled
-- harm: none
-- before
CREATE TABLE todo (id INTEGER PRIMARY KEY, state TEXT, archived INTEGER DEFAULT 0);
-- rows
INSERT INTO todo (id, state) VALUES (1,'done'),(2,'cancelled'),(3,'open');
-- migration
UPDATE todo SET archived = 1 WHERE state IN ('done', 'cancelled');
-- check
SELECT sum(archived) = 2 FROM todo;
