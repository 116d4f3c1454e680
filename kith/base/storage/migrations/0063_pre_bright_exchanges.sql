-- What brightened somebody's day, and whether two people like to be reminded.

CREATE TABLE bright_exchanges (
    low_id bigint NOT NULL,
    high_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('message', 'post')),
    count integer NOT NULL,
    last_at timestamptz NOT NULL,
    told_at timestamptz,
    PRIMARY KEY (low_id, high_id, subject_id),
    CHECK (low_id < high_id)
);
CREATE INDEX bright_exchanges_1_idx ON bright_exchanges (low_id, last_at);
CREATE INDEX bright_exchanges_2_idx ON bright_exchanges (high_id, last_at);

CREATE TABLE brightenings (
    low_id bigint NOT NULL,
    high_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    person_id bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (low_id, high_id, subject_id, person_id)
);
CREATE INDEX brightenings_1_idx ON brightenings (person_id, subject_id);
CREATE INDEX brightenings_2_idx ON brightenings (high_id);

ALTER TABLE seats ADD COLUMN memories boolean NOT NULL DEFAULT TRUE;
ALTER TABLE seats ALTER COLUMN memories DROP DEFAULT;
