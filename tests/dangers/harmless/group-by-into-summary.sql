-- title: Make a table with the sum of each day
-- harm: none
-- before
CREATE TABLE sales (day TEXT, amount INTEGER);
-- rows
INSERT INTO sales VALUES ('d1',5),('d1',6),('d2',1);
-- migration
CREATE TABLE daily AS SELECT day, sum(amount) AS amount FROM sales GROUP BY day;
-- check
SELECT (SELECT count(*) FROM daily) = 2 AND (SELECT count(*) FROM sales) = 3;
