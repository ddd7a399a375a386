INSERT INTO plans VALUES ('free', 0), ('pro', NULL);
INSERT INTO accounts VALUES (1, 'free'), (2, 'pro');
