-- What was pinned stands above what is said, and a line says who pinned it.
ALTER TABLE conversations ADD COLUMN pinned_ids bigint[] NOT NULL DEFAULT '{}';
ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages
    ADD CHECK (kind IN ('said', 'founded', 'added', 'left', 'removed', 'renamed', 'keeping', 'taken', 'pinned'));
