-- What readers cap, and at what pace Home comes to them.

ALTER TABLE members ADD COLUMN has_limits boolean NOT NULL DEFAULT FALSE;
ALTER TABLE members ALTER COLUMN has_limits DROP DEFAULT;

CREATE TABLE caps (
    reader_id bigint NOT NULL,
    id bigint NOT NULL,
    author_id bigint NOT NULL,
    topic text NOT NULL CHECK (char_length(topic) <= 40),
    posts_a_week integer,
    for_closest boolean NOT NULL,
    week_on date,
    shown_ids bigint[] NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, id),
    CHECK (posts_a_week BETWEEN 0 AND 50),
    CHECK (author_id <> 0 OR topic <> ''),
    CHECK (posts_a_week IS NOT NULL OR (author_id <> 0 AND topic = ''))
);
CREATE UNIQUE INDEX caps_1_idx ON caps (reader_id, author_id, topic);
CREATE INDEX caps_2_idx ON caps (author_id);

CREATE TABLE paces (
    reader_id bigint NOT NULL,
    minutes_a_day integer,
    comes_at integer,
    comes_again_at integer,
    zone text NOT NULL CHECK (char_length(zone) <= 64),
    PRIMARY KEY (reader_id),
    CHECK (minutes_a_day BETWEEN 5 AND 480),
    CHECK (comes_at BETWEEN 0 AND 1439),
    CHECK (comes_again_at BETWEEN 0 AND 1439),
    CHECK (comes_again_at IS NULL OR comes_at IS NOT NULL)
);
