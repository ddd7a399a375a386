INSERT INTO "a""b;c--d/*e'f
g" VALUES (1,'x');
INSERT INTO child VALUES (1,1);
