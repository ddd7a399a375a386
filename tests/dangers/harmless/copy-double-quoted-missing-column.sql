-- title: Rebuild members with a column nickname
-- harm: none
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO members VALUES (1,'Ann'),(2,'Bo');
-- migration
CREATE TABLE "__new_members" ("id" integer PRIMARY KEY, "name" text NOT NULL, "nickname" text);
INSERT INTO "__new_members"("id", "name") SELECT "id", "name" FROM "members";
DROP TABLE "members";
ALTER TABLE "__new_members" RENAME TO "members";
-- check
SELECT count(*) = 2 FROM members WHERE nickname IS NULL;
