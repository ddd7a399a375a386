-- title: Rebuild receipts, AUTOINCREMENT is kept
-- harm: none
-- before
CREATE TABLE receipts (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER);
-- rows
INSERT INTO receipts VALUES (1,10),(5,50);
DELETE FROM receipts WHERE id = 5;
-- migration
CREATE TABLE receipts_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER NOT NULL);
INSERT INTO receipts_new SELECT id, total FROM receipts;
UPDATE sqlite_sequence SET seq = (SELECT o.seq FROM sqlite_sequence o WHERE o.name = 'receipts') WHERE name = 'receipts_new';
DROP TABLE receipts;
ALTER TABLE receipts_new RENAME TO receipts;
-- check
SELECT seq = 5 FROM sqlite_sequence WHERE name = 'receipts';
