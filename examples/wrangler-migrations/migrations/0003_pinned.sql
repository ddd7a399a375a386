-- Migration number: 0003 	 2026-01-19T09:00:00.000Z

ALTER TABLE notes ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0; -- 1: shown first
CREATE INDEX notes_pinned ON notes (pinned) WHERE pinned = 1;
