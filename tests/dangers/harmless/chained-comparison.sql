-- title: Promote the players of level 10 to 20
-- harm: none
-- before
CREATE TABLE players (id INTEGER PRIMARY KEY, level INTEGER, promoted INTEGER DEFAULT 0);
-- rows
INSERT INTO players (id, level) VALUES (1,3),(2,15),(3,99);
-- migration
UPDATE players SET promoted = 1 WHERE 10 <= level AND level <= 20;
-- check
SELECT sum(promoted) = 1 FROM players;
