INSERT INTO f VALUES ('yes', 'one'), ('no', 'two');
