CREATE TABLE recommendations (
    person_id bigint NOT NULL,
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, account_id)
);
CREATE INDEX recommendations_1_idx ON recommendations (person_id, id);
CREATE INDEX recommendations_2_idx ON recommendations (account_id);

CREATE TABLE passed_over (
    person_id bigint NOT NULL,
    account_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, account_id)
);
CREATE INDEX passed_over_1_idx ON passed_over (account_id);
