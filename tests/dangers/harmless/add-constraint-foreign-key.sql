-- title: Add a foreign key in place
-- harm: none
-- before
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER);
-- rows
-- migration
ALTER TABLE c ADD COLUMN q_id INTEGER REFERENCES p (id);
-- check
SELECT count(*) = 1 FROM pragma_foreign_key_list('c');
