-- People whom somebody names for others to meet, and who has said yes to it.
CREATE TABLE collections (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL CHECK (char_length(name) <= 40),
    description text NOT NULL CHECK (char_length(description) <= 100),
    tag text CHECK (char_length(tag) <= 100),
    language text CHECK (char_length(language) <= 35),
    sensitive boolean NOT NULL,
    discoverable boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);
CREATE INDEX collections_1_idx ON collections (id);
CREATE INDEX collections_2_idx ON collections (id) WHERE discoverable;
CREATE TABLE collection_places (
    owner_id bigint NOT NULL,
    collection_id bigint NOT NULL,
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'revoked')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, collection_id, account_id),
    FOREIGN KEY (owner_id, collection_id) REFERENCES collections (owner_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX collection_places_1_idx ON collection_places (owner_id, id);
CREATE TABLE collected_in (
    account_id bigint NOT NULL,
    collection_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'revoked')),
    PRIMARY KEY (account_id, collection_id)
);
CREATE INDEX collected_in_1_idx ON collected_in (account_id, id);
CREATE INDEX collected_in_2_idx ON collected_in (owner_id);
CREATE TABLE collection_policies (
    owner_id bigint NOT NULL,
    policy text NOT NULL CHECK (policy IN ('everyone', 'followers', 'asked', 'nobody')),
    PRIMARY KEY (owner_id)
);
