CREATE INDEX shut ON post (id) WHERE "state" = "shut";
CREATE VIEW shut_posts AS SELECT "id" AS "number" FROM "post" WHERE "stat" = 'shut';
CREATE TRIGGER opened AFTER INSERT ON "post" WHEN new."state" IS NULL BEGIN UPDATE "post" SET "state" = "open" WHERE "id" = new."id"; END;
