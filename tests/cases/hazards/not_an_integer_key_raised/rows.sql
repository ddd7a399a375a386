INSERT INTO tag VALUES ('1', 'red'), ('b', 'blue');
