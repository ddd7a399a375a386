-- title: Create a STRICT table
-- harm: STRICT knows six types, VARCHAR(20) is none of them
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
CREATE TABLE s (id INTEGER PRIMARY KEY, name VARCHAR(20)) STRICT;
-- check
-- error: unknown datatype
SELECT 1;
