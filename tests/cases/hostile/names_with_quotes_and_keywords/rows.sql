INSERT INTO "select; --" VALUES (1, 'o', 'x', 'u');
