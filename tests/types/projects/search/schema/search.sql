CREATE TABLE documents (
  id       INTEGER PRIMARY KEY,
  title    VARCHAR(200) NOT NULL,
  body     CLOB,
  weight   DECIMAL(10, 2) NOT NULL DEFAULT 1,
  hidden   BOOLEAN NOT NULL DEFAULT FALSE,
  seen_at  DATETIME DEFAULT CURRENT_TIMESTAMP,
  anything,
  raw      JSON,
  words    INTEGER AS (length(body) - length(replace(body, ' ', '')) + 1)
);
CREATE VIRTUAL TABLE documents_fts USING fts5(title, body, content='documents', content_rowid='id');
CREATE TABLE readings (
  sensor TEXT NOT NULL,
  at     INTEGER NOT NULL,
  value  REAL,
  PRIMARY KEY (sensor, at)
) WITHOUT ROWID;
CREATE VIEW daily (sensor, day, lowest, highest, mean, readings) AS
SELECT sensor, date(at, 'unixepoch'), min(value), max(value), avg(value), count(*) FROM readings GROUP BY 1, 2;
