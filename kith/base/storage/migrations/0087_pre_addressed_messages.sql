-- A message holds what a status for few holds: a warning, veiled pictures; and it can be kept.

ALTER TABLE messages ADD COLUMN warning text NOT NULL DEFAULT '' CHECK (char_length(warning) <= 500);
ALTER TABLE messages ADD COLUMN sensitive boolean NOT NULL DEFAULT FALSE;
ALTER TABLE messages ALTER COLUMN warning DROP DEFAULT;
ALTER TABLE messages ALTER COLUMN sensitive DROP DEFAULT;

CREATE TABLE message_bookmarks (
    owner_id bigint NOT NULL,
    message_id bigint NOT NULL,
    conversation_id bigint NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (owner_id, message_id)
);
CREATE INDEX message_bookmarks_1_idx ON message_bookmarks (owner_id, id);
CREATE INDEX message_bookmarks_2_idx ON message_bookmarks (conversation_id);
CREATE INDEX message_bookmarks_3_idx ON message_bookmarks (message_id);
