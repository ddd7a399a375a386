-- 1/3  create index shut on post
--   for       index shut is new
--   hazard    double-quoted-string: "shut" in index shut is no column, and so is the text 'shut'
CREATE INDEX shut ON post (id) WHERE "state" = "shut";

-- 2/3  create view shut_posts
--   for       view shut_posts is new
--   hazard    double-quoted-string: "stat" in view shut_posts is no column, and so is the text 'stat'
CREATE VIEW shut_posts AS SELECT "id" AS "number" FROM "post" WHERE "stat" = 'shut';

-- 3/3  create trigger opened on post
--   for       trigger opened is new
--   hazard    double-quoted-string: "open" in trigger opened is no column, and so is the text 'open'
CREATE TRIGGER opened AFTER INSERT ON "post" WHEN new."state" IS NULL BEGIN UPDATE "post" SET "state" = "open" WHERE "id" = new."id"; END;
