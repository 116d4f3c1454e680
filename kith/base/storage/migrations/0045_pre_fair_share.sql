-- How people read Home, and how far.

CREATE TABLE home_choices (
    reader_id bigint NOT NULL,
    home_order text NOT NULL CHECK (home_order IN ('fair', 'newest')),
    PRIMARY KEY (reader_id)
);

CREATE TABLE home_reading (
    reader_id bigint NOT NULL,
    author_id bigint NOT NULL,
    seen_at timestamptz,
    done_id bigint NOT NULL,
    read_ids bigint[] NOT NULL,
    cards integer,
    PRIMARY KEY (reader_id, author_id)
);
CREATE INDEX home_reading_1_idx ON home_reading (author_id);
