-- title: Give every existing shop the one default setting
-- harm: The table of defaults has two rows, and the comma join without a condition doubles all shops
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE shops (code TEXT, title TEXT);
CREATE TABLE defaults (theme TEXT);
-- rows
INSERT INTO shops VALUES ('a','A'),('b','B');
INSERT INTO defaults VALUES ('light'),('dark');
-- migration
CREATE TABLE shops_new (code TEXT, title TEXT, theme TEXT);
INSERT INTO shops_new SELECT s.code, s.title, d.theme FROM shops s, defaults d;
DROP TABLE shops;
ALTER TABLE shops_new RENAME TO shops;
-- check
SELECT count(*) = 4 FROM shops;
