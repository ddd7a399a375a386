-- What anyone may see: public projects with their newest document.
CREATE VIEW public_projects AS
SELECT p.id, p.program_id, p.name, a.handle AS owner, max(d.version) AS version
FROM projects p
JOIN accounts a ON a.id = p.account_id
LEFT JOIN documents d ON d.project_id = p.id
WHERE p.is_public = 1
GROUP BY p.id;
