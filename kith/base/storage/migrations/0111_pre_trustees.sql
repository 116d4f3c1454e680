-- Who may say that somebody has died, named by them beforehand; the owners decide (docs/decisions/0046).
CREATE TABLE trustees (
    owner_id bigint NOT NULL,
    person_id bigint NOT NULL,
    id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'agreed', 'declined')),
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    told_id bigint,
    told_at timestamptz,
    words text NOT NULL CHECK (char_length(words) <= 1000),
    PRIMARY KEY (owner_id)
);
CREATE INDEX trustees_1_idx ON trustees (person_id);

ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed', 'case', 'case_note', 'seat', 'two_step_on', 'two_step_off', 'code_used', 'line', 'line_decided', 'appeal', 'webhook', 'trusted', 'trust_answered', 'death', 'own_death'));
