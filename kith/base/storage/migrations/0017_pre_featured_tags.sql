CREATE TABLE featured_tags (
    person_id bigint NOT NULL,
    hashtag text NOT NULL CHECK (char_length(hashtag) <= 100),
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, hashtag)
);
CREATE INDEX featured_tags_1_idx ON featured_tags (person_id, id);

CREATE INDEX tagged_posts_1_idx ON tagged_posts (author_id, hashtag, id);
