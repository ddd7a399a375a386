-- title: Promote the players of level 10 to 20
-- harm: 10 <= level <= 20 compares 0 or 1 with 20, which is always true
-- kind: wrong-condition
-- line: 1
-- before
CREATE TABLE players (id INTEGER PRIMARY KEY, level INTEGER, promoted INTEGER DEFAULT 0);
-- rows
INSERT INTO players (id, level) VALUES (1,3),(2,15),(3,99);
-- migration
UPDATE players SET promoted = 1 WHERE 10 <= level <= 20;
-- check
SELECT sum(promoted) = 3 FROM players;
