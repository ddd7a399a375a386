INSERT INTO drafts VALUES (1, 'a'), (2, NULL);
INSERT INTO notes VALUES ('b');
