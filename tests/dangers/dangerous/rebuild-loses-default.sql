-- title: Rebuild posts with a UNIQUE slug
-- harm: created_at has no default in the new table, new posts have no time
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE posts (id INTEGER PRIMARY KEY, slug TEXT, created_at TEXT DEFAULT CURRENT_TIMESTAMP);
-- rows
INSERT INTO posts (slug) VALUES ('a');
-- migration
CREATE TABLE posts_new (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, created_at TEXT);
INSERT INTO posts_new SELECT id, slug, created_at FROM posts;
DROP TABLE posts;
ALTER TABLE posts_new RENAME TO posts;
-- check
SELECT dflt_value IS NULL FROM pragma_table_info('posts') WHERE name = 'created_at';
