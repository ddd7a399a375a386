-- title: Give each employee the floor of the department
-- harm: The WHERE does not link employees with departments: all get the floor of some department
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE employees (id INTEGER PRIMARY KEY, dep INTEGER, floor INTEGER);
CREATE TABLE departments (id INTEGER PRIMARY KEY, floor INTEGER);
-- rows
INSERT INTO employees VALUES (1,1,0),(2,2,0);
INSERT INTO departments VALUES (1,4),(2,7);
-- migration
UPDATE employees SET floor = d.floor FROM departments d WHERE dep = dep;
-- check
SELECT count(DISTINCT floor) = 1 FROM employees;
