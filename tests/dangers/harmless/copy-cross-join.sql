-- title: Give every existing shop the one default setting
-- harm: none
-- before
CREATE TABLE shops (code TEXT, title TEXT);
CREATE TABLE defaults (theme TEXT);
-- rows
INSERT INTO shops VALUES ('a','A'),('b','B');
INSERT INTO defaults VALUES ('light'),('dark');
-- migration
CREATE TABLE shops_new (code TEXT, title TEXT, theme TEXT);
INSERT INTO shops_new SELECT s.code, s.title, d.theme FROM shops s, (SELECT min(theme) AS theme FROM defaults) d;
DROP TABLE shops;
ALTER TABLE shops_new RENAME TO shops;
-- check
SELECT count(*) = 2 FROM shops;
