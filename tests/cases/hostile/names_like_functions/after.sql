CREATE TABLE "count" ("sum" INT NOT NULL, "max" INT CHECK ("max" > 0));
