-- What happens at a desk is told to other programs.

CREATE TABLE webhooks (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    address text NOT NULL CHECK (char_length(address) <= 1000),
    events text[] NOT NULL,
    words text NOT NULL CHECK (words IN ('none', 'public', 'all')),
    salt bytea NOT NULL,
    last_salt bytea,
    last_salt_until timestamptz,
    made_at timestamptz NOT NULL,
    paused_at timestamptz,
    paused_why text CHECK (paused_why IN ('failing', 'full', 'gone', 'by_hand')),
    failures integer NOT NULL,
    failing_since timestamptz,
    held_until timestamptz,
    busy_until timestamptz,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE webhook_deliveries (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    kind text NOT NULL CHECK (char_length(kind) <= 40),
    case_id bigint,
    subject_id bigint,
    people bigint[] NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'arrived', 'failed')),
    tries integer NOT NULL,
    due_at timestamptz NOT NULL,
    status integer,
    said text NOT NULL CHECK (char_length(said) <= 200),
    made_at timestamptz NOT NULL,
    done_at timestamptz,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX webhook_deliveries_1_idx ON webhook_deliveries (organisation_id, webhook_id, id);
CREATE INDEX webhook_deliveries_2_idx ON webhook_deliveries (organisation_id, webhook_id, due_at, id) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_3_idx ON webhook_deliveries (made_at);
CREATE INDEX webhook_deliveries_4_idx ON webhook_deliveries USING gin (people);
