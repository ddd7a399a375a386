CREATE TABLE t (x);
CREATE VIEW inner_view AS SELECT x FROM t;
CREATE VIEW outer_view AS SELECT x FROM inner_view;
