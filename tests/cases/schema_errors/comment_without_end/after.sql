CREATE TABLE a (x);
/* what b is for
CREATE TABLE b (x);
