INSERT INTO "table" VALUES (1,'a',2,1);
