-- The mirror: what is kept for whoever wishes to see how they sound. All of it goes with their wish.

CREATE TABLE mirrors (
    owner_id bigint NOT NULL,
    zone text NOT NULL CHECK (char_length(zone) <= 64),
    turned_on_at timestamptz NOT NULL,
    paused_until timestamptz,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id)
);
CREATE INDEX mirrors_1_idx ON mirrors (due_at);

CREATE TABLE mirror_weeks (
    owner_id bigint NOT NULL,
    week_on date NOT NULL,
    posts integer NOT NULL,
    talks integer NOT NULL,
    received integer NOT NULL,
    answered integer NOT NULL,
    topic text NOT NULL CHECK (char_length(topic) <= 40),
    topic_posts integer NOT NULL,
    topic_pace double precision NOT NULL,
    topic_promised boolean NOT NULL,
    less_percent integer,
    PRIMARY KEY (owner_id, week_on),
    FOREIGN KEY (owner_id) REFERENCES mirrors (owner_id) ON DELETE CASCADE
);

CREATE TABLE mirror_needless (
    owner_id bigint NOT NULL,
    post_id bigint NOT NULL,
    author_id bigint NOT NULL,
    marked_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, post_id),
    FOREIGN KEY (owner_id) REFERENCES mirrors (owner_id) ON DELETE CASCADE
);
CREATE INDEX mirror_needless_1_idx ON mirror_needless (author_id);

CREATE TABLE mirror_less (
    owner_id bigint NOT NULL,
    reader_id bigint NOT NULL,
    unopened integer NOT NULL,
    unopened_at timestamptz,
    unfollowed_at timestamptz,
    PRIMARY KEY (owner_id, reader_id),
    FOREIGN KEY (owner_id) REFERENCES mirrors (owner_id) ON DELETE CASCADE
);
CREATE INDEX mirror_less_1_idx ON mirror_less (reader_id);
