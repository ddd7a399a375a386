-- title: Make sure of the statuses 1 and 4
-- harm: none
-- before
CREATE TABLE statuses (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO statuses VALUES (1,'open'),(3,'cloesd');
-- migration
INSERT OR IGNORE INTO statuses (id, name) VALUES (1, 'open'), (4, 'closed');
UPDATE statuses SET name = 'closed' WHERE id = 3;
-- check
SELECT name = 'closed' FROM statuses WHERE id = 3;
