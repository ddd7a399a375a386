-- title: Add a column for the area code, 030 unless said otherwise
-- harm: DEFAULT 030 is the number 30
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE offices (id INTEGER PRIMARY KEY);
-- rows
INSERT INTO offices VALUES (1);
-- migration
ALTER TABLE offices ADD COLUMN area TEXT NOT NULL DEFAULT 030;
-- check
SELECT area = '30' FROM offices;
