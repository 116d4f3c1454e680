-- Before whom a pledge is made, and what they ask.

CREATE TABLE pledge_witnesses (
    author_id bigint NOT NULL,
    pledge_id bigint NOT NULL,
    witness_id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'accepted', 'declined')),
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (author_id, pledge_id, witness_id),
    FOREIGN KEY (author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE
);
CREATE INDEX pledge_witnesses_1_idx ON pledge_witnesses (witness_id, pledge_id);

CREATE TABLE pledge_doubts (
    author_id bigint NOT NULL,
    pledge_id bigint NOT NULL,
    post_id bigint NOT NULL,
    witness_id bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (author_id, pledge_id, post_id, witness_id),
    FOREIGN KEY (author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE
);
CREATE INDEX pledge_doubts_1_idx ON pledge_doubts (witness_id);
