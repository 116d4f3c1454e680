-- What posts are about: topics of one's own, what authors and readers say, what the machine thinks.

CREATE TABLE own_topics (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    label text NOT NULL CHECK (char_length(label) <= 60),
    yes text[] NOT NULL,
    no text[] NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);

CREATE TABLE declared_topics (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    topic text NOT NULL CHECK (char_length(topic) <= 40),
    about boolean,
    source text NOT NULL CHECK (source IN ('author', 'classifier+author', 'unsorted')),
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (author_id, post_id, topic),
    FOREIGN KEY (author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE
);

CREATE TABLE topic_corrections (
    reader_id bigint NOT NULL,
    post_id bigint NOT NULL,
    topic text NOT NULL CHECK (char_length(topic) <= 40),
    author_id bigint NOT NULL,
    about boolean NOT NULL,
    corrected_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, post_id, topic)
);
CREATE INDEX topic_corrections_1_idx ON topic_corrections (author_id, post_id);

CREATE TABLE topic_scores (
    author_id bigint NOT NULL,
    post_id bigint NOT NULL,
    model text NOT NULL CHECK (char_length(model) <= 40),
    scores jsonb NOT NULL,
    vector bytea,
    PRIMARY KEY (author_id, post_id),
    FOREIGN KEY (author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE
);
