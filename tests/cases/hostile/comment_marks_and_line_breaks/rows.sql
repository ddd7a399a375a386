INSERT INTO "a--b" VALUES ('v', 1);
