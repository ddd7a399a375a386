INSERT INTO a VALUES ('x');
INSERT INTO __new_a VALUES ('keep');
