INSERT INTO docs (id, title, body) VALUES (1, 'one', 'first words'), (7, 'seven', 'more words');
INSERT INTO docs_fts(docs_fts) VALUES('rebuild');
