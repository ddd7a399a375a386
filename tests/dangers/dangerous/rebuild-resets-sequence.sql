-- title: Rebuild receipts, AUTOINCREMENT is kept
-- harm: The counter starts anew from the greatest id that is still there: number 5 is issued twice
-- kind: guarantee-lost
-- line: 3
-- before
CREATE TABLE receipts (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER);
-- rows
INSERT INTO receipts VALUES (1,10),(5,50);
DELETE FROM receipts WHERE id = 5;
-- migration
CREATE TABLE receipts_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER NOT NULL);
INSERT INTO receipts_new SELECT id, total FROM receipts;
DROP TABLE receipts;
ALTER TABLE receipts_new RENAME TO receipts;
-- check
SELECT seq = 1 FROM sqlite_sequence WHERE name = 'receipts';
