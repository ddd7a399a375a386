-- title: Create logs with a counter
-- harm: none
-- before
-- rows
-- migration
CREATE TABLE logs (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT);
-- check
SELECT count(*) = 2 FROM pragma_table_info('logs');
