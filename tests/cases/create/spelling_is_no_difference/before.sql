CREATE TABLE "t" ("id" integer primary key, a varchar ( 10 ) not null unique default 'x' check (a<>''), p int references p(id) on delete cascade, t2 int as (a||'x'));
CREATE TABLE p (id INTEGER PRIMARY KEY);
create unique index "i" on t(a asc) where a is not null;
create view v as select a from t;
