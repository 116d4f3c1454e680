-- What people take with them: how far it is, and until when it can be fetched.

CREATE TABLE takings (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'packing', 'done', 'failed')),
    percent integer NOT NULL,
    size_bytes bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    done_at timestamptz,
    PRIMARY KEY (owner_id)
);
CREATE INDEX takings_1_idx ON takings (asked_at);
