CREATE VIEW people AS SELECT 1 AS id, 'a' AS name;
