-- title: Make sure of the tag 'old' and file article 5 under it
-- harm: none
-- before
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE filed (article INTEGER, tag_id INTEGER);
CREATE TABLE notes (id INTEGER PRIMARY KEY, t TEXT);
-- rows
INSERT INTO tags VALUES (1,'old'),(2,'new');
-- migration
INSERT INTO notes VALUES (77, 'filing');
INSERT OR IGNORE INTO tags (name) VALUES ('old');
INSERT INTO filed VALUES (5, (SELECT id FROM tags WHERE name = 'old'));
-- check
SELECT tag_id = 1 FROM filed;
