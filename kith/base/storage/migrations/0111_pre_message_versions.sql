-- What messages said before their edits is kept, as with posts.
CREATE TABLE message_versions (
    conversation_id bigint NOT NULL,
    message_id bigint NOT NULL,
    id bigint NOT NULL,
    text text NOT NULL CHECK (char_length(text) <= 100000),
    html text NOT NULL,
    warning text NOT NULL CHECK (char_length(warning) <= 500),
    sensitive boolean NOT NULL,
    emojis jsonb NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, message_id, id)
);
