-- What somebody lost when they kept a server away, as they are told it.
CREATE TABLE notice_severances (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    domain text NOT NULL CHECK (char_length(domain) <= 253),
    followers_count integer NOT NULL,
    following_count integer NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, id)
);
