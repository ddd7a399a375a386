INSERT INTO docs VALUES (1, 'one', 'first');
INSERT INTO texts_fts(texts_fts) VALUES('rebuild');
