-- Whom people were reminded of.

CREATE TABLE tie_prompts (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    prompted_at timestamptz NOT NULL,
    prompts integer NOT NULL,
    unanswered integer NOT NULL,
    put_off_at timestamptz,
    PRIMARY KEY (owner_id, other_id)
);
CREATE INDEX tie_prompts_1_idx ON tie_prompts (other_id);
