-- Promises to oneself, their periods and their ledgers.

CREATE TABLE pledges (
    author_id bigint NOT NULL,
    id bigint NOT NULL,
    topic text NOT NULL CHECK (char_length(topic) <= 40),
    label text NOT NULL CHECK (char_length(label) <= 60),
    posts_max integer NOT NULL,
    period text NOT NULL CHECK (period IN ('week', 'rolling')),
    days integer NOT NULL,
    timezone text NOT NULL CHECK (char_length(timezone) <= 64),
    week_starts_on integer NOT NULL,
    starts_at timestamptz NOT NULL,
    until_on date NOT NULL,
    if_then text NOT NULL CHECK (char_length(if_then) <= 300),
    counts_reposts boolean NOT NULL,
    visibility text NOT NULL CHECK (visibility IN ('me', 'witnesses', 'circle', 'public')),
    circle integer,
    pending jsonb,
    ended_at timestamptz,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (author_id, id)
);
CREATE INDEX pledges_1_idx ON pledges (id);

CREATE TABLE pledge_periods (
    author_id bigint NOT NULL,
    pledge_id bigint NOT NULL,
    number integer NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    posts_max integer NOT NULL,
    paused boolean NOT NULL,
    PRIMARY KEY (author_id, pledge_id, number),
    FOREIGN KEY (author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE
);

CREATE TABLE pledge_changes (
    author_id bigint NOT NULL,
    pledge_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('made', 'changed', 'tightened', 'loosened', 'paused', 'moved', 'ended')),
    posts_max integer NOT NULL,
    until_on date NOT NULL,
    counts_reposts boolean NOT NULL,
    timezone text NOT NULL CHECK (char_length(timezone) <= 64),
    changed_at timestamptz NOT NULL,
    holds_from timestamptz NOT NULL,
    PRIMARY KEY (author_id, pledge_id, id),
    FOREIGN KEY (author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE
);

CREATE TABLE pledge_entries (
    author_id bigint NOT NULL,
    pledge_id bigint NOT NULL,
    post_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('post', 'repost')),
    root_id bigint NOT NULL,
    at timestamptz NOT NULL,
    period integer NOT NULL,
    slot integer,
    over boolean NOT NULL,
    source text NOT NULL CHECK (source IN ('author', 'classifier+author', 'unsorted')),
    deleted_at timestamptz,
    returned_at timestamptz,
    PRIMARY KEY (author_id, pledge_id, post_id),
    FOREIGN KEY (author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX pledge_entries_1_idx ON pledge_entries (author_id, pledge_id, period, slot) WHERE slot IS NOT NULL AND returned_at IS NULL;
CREATE INDEX pledge_entries_2_idx ON pledge_entries (author_id, post_id);

CREATE TABLE pledge_reservations (
    author_id bigint NOT NULL,
    pledge_id bigint NOT NULL,
    draft_id bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (author_id, pledge_id, draft_id),
    FOREIGN KEY (author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE
);
