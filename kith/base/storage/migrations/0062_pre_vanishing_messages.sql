-- What was said under a promise vanishes by that promise, whatever is agreed later.

ALTER TABLE messages ADD COLUMN vanishes_at timestamptz;
CREATE INDEX messages_3_idx ON messages (vanishes_at) WHERE vanishes_at IS NOT NULL;
DROP INDEX conversations_1_idx;
ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
ALTER TABLE messages ADD CHECK (kind IN ('said', 'founded', 'added', 'left', 'removed', 'renamed', 'keeping', 'taken'));
-- Who is here is shown to those with whom one talks.
CREATE INDEX seats_5_idx ON seats (owner_id, other_id) WHERE other_id IS NOT NULL;
