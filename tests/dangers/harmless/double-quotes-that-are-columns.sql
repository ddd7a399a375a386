-- title: Copy one column to another, all names in double quotes
-- harm: none
-- before
CREATE TABLE "users" ("id" INTEGER PRIMARY KEY, "login" TEXT, "nick" TEXT);
-- rows
INSERT INTO "users" VALUES (1,'kim',NULL),(2,'lee','L');
-- migration
UPDATE "users" SET "nick" = "login" WHERE "nick" IS NULL;
-- check
SELECT group_concat(nick) = 'kim,L' FROM (SELECT nick FROM users ORDER BY id);
