-- A report can be about collections, too: as they stood when they were reported.
ALTER TABLE reports ADD COLUMN collections jsonb NOT NULL DEFAULT '[]';
ALTER TABLE reports ALTER COLUMN collections DROP DEFAULT;
