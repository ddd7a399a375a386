-- title: Rebuild members with a column nickname
-- harm: There is no column "nickname" in the old table, so each row gets the text 'nickname'
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE members (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO members VALUES (1,'Ann'),(2,'Bo');
-- migration
CREATE TABLE "__new_members" ("id" integer PRIMARY KEY, "name" text NOT NULL, "nickname" text);
INSERT INTO "__new_members"("id", "name", "nickname") SELECT "id", "name", "nickname" FROM "members";
DROP TABLE "members";
ALTER TABLE "__new_members" RENAME TO "members";
-- check
SELECT count(*) = 2 FROM members WHERE nickname = 'nickname';
