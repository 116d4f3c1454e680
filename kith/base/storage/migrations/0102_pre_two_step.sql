-- Two-step sign-in: a code from somebody's phone after their password, and codes for when the phone is lost.

CREATE TABLE two_steps (
    account_id bigint NOT NULL,
    sealed_secret bytea NOT NULL,
    begun_at timestamptz NOT NULL,
    on_at timestamptz,
    last_step integer NOT NULL,
    PRIMARY KEY (account_id),
    FOREIGN KEY (account_id) REFERENCES members (account_id) ON DELETE CASCADE
);

CREATE TABLE recovery_codes (
    account_id bigint NOT NULL,
    code_hash bytea NOT NULL,
    PRIMARY KEY (account_id, code_hash),
    FOREIGN KEY (account_id) REFERENCES two_steps (account_id) ON DELETE CASCADE
);

-- An organisation can ask it of everybody on its team.
ALTER TABLE organisations ADD COLUMN two_step_required boolean NOT NULL DEFAULT false;

-- People are told of it when it is switched on or off, and when a recovery code was used.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed', 'case', 'case_note', 'seat', 'two_step_on', 'two_step_off', 'code_used', 'line', 'line_decided'));
