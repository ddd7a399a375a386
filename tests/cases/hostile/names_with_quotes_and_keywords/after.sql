CREATE TABLE "select; --" ("a""b" INT NOT NULL, "order" TEXT, [x y] TEXT, `ü` TEXT, "new
line" TEXT);
CREATE INDEX "in'dex" ON "select; --" ("a""b");
