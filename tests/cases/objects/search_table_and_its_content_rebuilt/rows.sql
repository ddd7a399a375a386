INSERT INTO posts VALUES (1, 'apple'), (2, 'pear');
