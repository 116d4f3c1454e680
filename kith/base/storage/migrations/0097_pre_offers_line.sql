-- What organisations say of their posts, what readers call offers, and when an organisation was beyond the line.

CREATE TABLE post_kinds (
    organisation_id bigint NOT NULL,
    post_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('conversation', 'offer')),
    began_as text NOT NULL CHECK (began_as IN ('conversation', 'offer')),
    sure boolean NOT NULL,
    pace text CHECK (pace IN ('each', 'week', 'month')),
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, post_id)
);

CREATE TABLE offer_corrections (
    reader_id bigint NOT NULL,
    post_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    counts boolean NOT NULL,
    corrected_at timestamptz NOT NULL,
    PRIMARY KEY (reader_id, post_id)
);
CREATE INDEX offer_corrections_1_idx ON offer_corrections (organisation_id, corrected_at);

CREATE TABLE line_crossings (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    crossed_at timestamptz NOT NULL,
    posts integer NOT NULL,
    corrected integer NOT NULL,
    people integer NOT NULL,
    answer text NOT NULL CHECK (char_length(answer) <= 2000),
    answered_at timestamptz,
    answered_by bigint,
    appeal text NOT NULL CHECK (char_length(appeal) <= 2000),
    appealed_at timestamptz,
    decision text CHECK (decision IN ('lifted', 'kept')),
    reason text NOT NULL CHECK (char_length(reason) <= 2000),
    decided_at timestamptz,
    decided_by bigint,
    ends_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX line_crossings_1_idx ON line_crossings (organisation_id) WHERE ended_at IS NULL;
CREATE INDEX line_crossings_2_idx ON line_crossings (id) WHERE appealed_at IS NOT NULL;
CREATE INDEX line_crossings_3_idx ON line_crossings (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX line_crossings_4_idx ON line_crossings (decided_by) WHERE decided_by IS NOT NULL;

-- An organisation is told that it is beyond the line, and how its appeal was decided.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed', 'case', 'case_note', 'seat', 'two_step_on', 'two_step_off', 'code_used', 'line', 'line_decided'));
