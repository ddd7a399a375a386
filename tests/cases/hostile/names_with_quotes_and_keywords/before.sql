CREATE TABLE "select; --" ("a""b" INT, "order" TEXT, [x y] TEXT, `ü` TEXT);
CREATE INDEX "in'dex" ON "select; --" ("a""b");
