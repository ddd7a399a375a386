INSERT INTO countries VALUES ('DE');
