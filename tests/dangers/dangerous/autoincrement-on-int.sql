-- title: Create logs with a counter
-- harm: AUTOINCREMENT is for INTEGER PRIMARY KEY only
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
CREATE TABLE logs (id BIGINT PRIMARY KEY AUTOINCREMENT, line TEXT);
-- check
-- error: AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY
SELECT 1;
