CREATE VIRTUAL TABLE box USING rtree(id, x1, x2);
