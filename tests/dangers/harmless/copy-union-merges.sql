-- title: Merge the two yearly tables of scans into one
-- harm: none
-- before
CREATE TABLE scans_2025 (badge TEXT, door TEXT);
CREATE TABLE scans_2026 (badge TEXT, door TEXT);
-- rows
INSERT INTO scans_2025 VALUES ('b1','north'),('b1','north');
INSERT INTO scans_2026 VALUES ('b1','north'),('b2','south');
-- migration
CREATE TABLE scans (badge TEXT, door TEXT);
INSERT INTO scans SELECT badge, door FROM scans_2025 UNION ALL SELECT badge, door FROM scans_2026;
DROP TABLE scans_2025;
DROP TABLE scans_2026;
-- check
SELECT count(*) = 4 FROM scans;
