-- title: Rebuild follows; a key (follower, followee) is enough as two columns
-- harm: The new table has no key at all, someone can follow another twice
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE follows (follower INTEGER NOT NULL, followee INTEGER NOT NULL, PRIMARY KEY (follower, followee));
-- rows
INSERT INTO follows VALUES (1,2),(2,1);
-- migration
CREATE TABLE follows_new (id INTEGER PRIMARY KEY, follower INTEGER NOT NULL, followee INTEGER NOT NULL);
INSERT INTO follows_new (follower, followee) SELECT follower, followee FROM follows;
DROP TABLE follows;
ALTER TABLE follows_new RENAME TO follows;
INSERT OR IGNORE INTO follows (follower, followee) VALUES (1, 2);
-- check
SELECT count(*) = 3 FROM follows;
