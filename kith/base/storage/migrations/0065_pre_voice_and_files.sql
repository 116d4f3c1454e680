-- Recordings show how loud they are from beginning to end; beside what is shown, files of any kind are given on.
ALTER TABLE media ADD COLUMN peaks text NOT NULL DEFAULT '' CHECK (char_length(peaks) <= 64);
ALTER TABLE media ADD COLUMN name text NOT NULL DEFAULT '' CHECK (char_length(name) <= 120);
ALTER TABLE media ALTER COLUMN peaks DROP DEFAULT, ALTER COLUMN name DROP DEFAULT;
ALTER TABLE media DROP CONSTRAINT media_kind_check;
ALTER TABLE media ADD CONSTRAINT media_kind_check
    CHECK (kind IN ('image', 'moving', 'gifv', 'video', 'audio', 'file'));
