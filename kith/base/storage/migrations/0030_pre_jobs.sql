-- A queue of our own. Ids come from a sequence: a job is written by one statement and has no owner.
CREATE SEQUENCE job_ids;

CREATE TABLE jobs (
    id bigint NOT NULL,
    names text[] NOT NULL,
    payload bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'picked', 'failed')),
    attempts integer NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX jobs_1_idx ON jobs (due_at, id);
