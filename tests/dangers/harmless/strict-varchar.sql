-- title: Create a STRICT table
-- harm: none
-- before
-- rows
-- migration
CREATE TABLE s (id INTEGER PRIMARY KEY, name TEXT) STRICT;
-- check
SELECT strict = 1 FROM pragma_table_list('s');
