-- Passkeys: keys that somebody's devices keep, for the second step of signing in, or in the place of the password.

CREATE TABLE passkeys (
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL CHECK (char_length(name) <= 60),
    made_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, credential_id),
    FOREIGN KEY (account_id) REFERENCES two_steps (account_id) ON DELETE CASCADE
);

-- The second step can be on by passkeys alone: there is no key of an app then.
ALTER TABLE two_steps ALTER COLUMN sealed_secret DROP NOT NULL;
