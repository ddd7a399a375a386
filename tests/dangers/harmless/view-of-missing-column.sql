-- title: Create a view of the members' cities
-- harm: none
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, town TEXT);
-- rows
INSERT INTO members VALUES (1,'Oslo');
-- migration
CREATE VIEW member_cities AS SELECT id, town AS city FROM members;
-- check
SELECT city = 'Oslo' FROM member_cities;
