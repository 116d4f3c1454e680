-- Programs with keys of their own, let in to organisations' desks.

CREATE TABLE team_programs (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL CHECK (char_length(name) <= 60),
    secret_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    made_by bigint,
    made_at timestamptz NOT NULL,
    expires_at timestamptz,
    used_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX team_programs_1_idx ON team_programs (made_by) WHERE made_by IS NOT NULL;
