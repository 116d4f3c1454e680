-- By what people let themselves be found, and where they say they were.

CREATE TABLE finding_wishes (
    owner_id bigint NOT NULL,
    by_address boolean NOT NULL,
    mastodon text NOT NULL CHECK (char_length(mastodon) <= 300),
    x text NOT NULL CHECK (char_length(x) <= 300),
    instagram text NOT NULL CHECK (char_length(instagram) <= 300),
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id)
);

CREATE TABLE stated_pasts (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('school', 'work', 'place')),
    name text NOT NULL CHECK (char_length(name) <= 120),
    name_key text NOT NULL,
    from_year integer,
    until_year integer,
    seen_by text NOT NULL CHECK (seen_by IN ('nobody', 'ties', 'everyone')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);
CREATE INDEX stated_pasts_1_idx ON stated_pasts (kind, name_key, owner_id DESC, id) WHERE seen_by <> 'nobody';
