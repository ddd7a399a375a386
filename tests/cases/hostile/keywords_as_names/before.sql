CREATE TABLE "table" ("primary" INTEGER PRIMARY KEY, "check" TEXT, "unique" INT, "references" INT REFERENCES "table" ("primary"));
