CREATE TABLE "a--b" ("c
; DROP TABLE x" TEXT, "/*" INT);
