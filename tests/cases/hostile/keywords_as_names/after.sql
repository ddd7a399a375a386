CREATE TABLE "table" ("primary" INTEGER PRIMARY KEY, "check" TEXT NOT NULL, "unique" INT, "references" INT REFERENCES "table" ("primary"));
