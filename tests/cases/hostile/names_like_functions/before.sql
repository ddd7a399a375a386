CREATE TABLE "count" ("sum" INT, "max" INT);
