INSERT INTO countries VALUES ('DE'), ('YU');
INSERT INTO regions VALUES ('DE', 'BY'), ('YU', 'BG'), ('YU', 'NS');
