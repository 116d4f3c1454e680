-- What apps were told, and when the server was away.

CREATE TABLE pledge_warnings (
    author_id bigint NOT NULL,
    digest bytea NOT NULL,
    warned_at timestamptz NOT NULL,
    PRIMARY KEY (author_id, digest)
);
CREATE INDEX pledge_warnings_1_idx ON pledge_warnings (warned_at);

CREATE TABLE pledge_outages (
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    PRIMARY KEY (began_at)
);

CREATE TABLE pledge_beats (
    name text NOT NULL,
    beat_at timestamptz NOT NULL,
    PRIMARY KEY (name)
);
