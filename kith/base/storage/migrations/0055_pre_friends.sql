-- How far people have read those they know, and what they need not answer.

CREATE TABLE friend_marks (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    seen_id bigint NOT NULL,
    seen_at timestamptz,
    settled_at timestamptz,
    PRIMARY KEY (owner_id, other_id)
);
CREATE INDEX friend_marks_1_idx ON friend_marks (other_id);
