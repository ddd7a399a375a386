-- title: Create a view of the members' cities
-- harm: members has no city; CREATE VIEW does not look, each query of the view fails
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, town TEXT);
-- rows
INSERT INTO members VALUES (1,'Oslo');
-- migration
CREATE VIEW member_cities AS SELECT id, city FROM members;
-- check
SELECT (SELECT count(*) FROM sqlite_schema WHERE name = 'member_cities' AND sql LIKE '%, city%') = 1 AND (SELECT count(*) FROM pragma_table_info('members') WHERE name = 'city') = 0;
