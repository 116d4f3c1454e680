-- The privacy policy and the terms of this server, in the owner's words: each version from a day on.
CREATE TABLE papers (
    kind text NOT NULL CHECK (kind IN ('privacy', 'terms')),
    effective_on date NOT NULL,
    text text NOT NULL CHECK (char_length(text) <= 200000),
    html text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (kind, effective_on)
);
