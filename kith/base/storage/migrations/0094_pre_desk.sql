-- The desk: what people say to an organisation, case by case, and what its team did about it.

CREATE TABLE desk_cases (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    channel text NOT NULL CHECK (channel IN ('talk', 'thread')),
    thread_id bigint NOT NULL,
    last_id bigint NOT NULL,
    moved_id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('new', 'ours', 'theirs', 'snoozed', 'settled')),
    assignee_id bigint,
    labels text[] NOT NULL,
    answers integer NOT NULL,
    opened_at timestamptz NOT NULL,
    waits_since timestamptz,
    due_at timestamptz,
    snoozed_until timestamptz,
    answered_at timestamptz,
    answer_s integer,
    settled_at timestamptz,
    reopened_at timestamptz,
    feedback text CHECK (feedback IN ('thanks', 'brightened', 'not_helped')),
    likeness bigint,
    bundle_id bigint,
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX desk_cases_1_idx ON desk_cases (organisation_id, person_id, channel, thread_id) WHERE state <> 'settled';
CREATE INDEX desk_cases_2_idx ON desk_cases (organisation_id, person_id, id);
CREATE INDEX desk_cases_3_idx ON desk_cases (person_id);
CREATE INDEX desk_cases_4_idx ON desk_cases (assignee_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX desk_cases_5_idx ON desk_cases (organisation_id, moved_id);
CREATE INDEX desk_cases_6_idx ON desk_cases (organisation_id, assignee_id, moved_id) WHERE state <> 'settled';
CREATE INDEX desk_cases_7_idx ON desk_cases (organisation_id, assignee_id, moved_id) WHERE state = 'settled';
CREATE INDEX desk_cases_8_idx ON desk_cases (organisation_id, moved_id) WHERE assignee_id IS NULL AND state <> 'settled' AND bundle_id IS NULL;
CREATE INDEX desk_cases_9_idx ON desk_cases (organisation_id, moved_id) WHERE state IN ('new', 'ours') AND bundle_id IS NULL;
CREATE INDEX desk_cases_10_idx ON desk_cases (organisation_id, moved_id) WHERE state = 'theirs';
CREATE INDEX desk_cases_11_idx ON desk_cases (organisation_id, moved_id) WHERE state = 'snoozed';
CREATE INDEX desk_cases_12_idx ON desk_cases (organisation_id, moved_id) WHERE state = 'settled';
CREATE INDEX desk_cases_13_idx ON desk_cases (organisation_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX desk_cases_14_idx ON desk_cases (organisation_id, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX desk_cases_15_idx ON desk_cases (organisation_id, likeness, id) WHERE likeness IS NOT NULL AND state = 'new';
CREATE INDEX desk_cases_16_idx ON desk_cases (organisation_id, thread_id, id) WHERE state = 'new';
CREATE INDEX desk_cases_17_idx ON desk_cases (organisation_id, bundle_id, moved_id) WHERE bundle_id IS NOT NULL;

CREATE TABLE desk_bundles (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    sample_id bigint NOT NULL,
    count integer NOT NULL,
    begun_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE desk_events (
    organisation_id bigint NOT NULL,
    case_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('opened', 'said', 'answered', 'note', 'taken', 'assigned', 'released', 'snoozed', 'woke', 'settled', 'reopened', 'labelled', 'went_private', 'thanks', 'brightened', 'not_helped', 'closed')),
    by_id bigint,
    whom_id bigint,
    subject_id bigint,
    text text NOT NULL CHECK (char_length(text) <= 20000),
    named_ids bigint[] NOT NULL,
    until timestamptz,
    at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, case_id, id),
    FOREIGN KEY (organisation_id, case_id) REFERENCES desk_cases (organisation_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX desk_events_1_idx ON desk_events (organisation_id, subject_id, kind) WHERE subject_id IS NOT NULL;
CREATE INDEX desk_events_2_idx ON desk_events (organisation_id, id);
CREATE INDEX desk_events_3_idx ON desk_events (by_id) WHERE by_id IS NOT NULL;
CREATE INDEX desk_events_4_idx ON desk_events (whom_id) WHERE whom_id IS NOT NULL;
CREATE INDEX desk_events_5_idx ON desk_events USING gin (named_ids);

CREATE TABLE desk_words (
    organisation_id bigint NOT NULL,
    case_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (organisation_id, case_id, subject_id),
    FOREIGN KEY (organisation_id, case_id) REFERENCES desk_cases (organisation_id, id) ON DELETE CASCADE
);
CREATE INDEX desk_words_1_idx ON desk_words (subject_id);
CREATE INDEX desk_words_2_idx ON desk_words USING gin (to_tsvector('simple'::regconfig, text));

CREATE TABLE desk_counts (
    organisation_id bigint NOT NULL,
    assignee_id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('new', 'ours', 'theirs', 'snoozed', 'settled')),
    count integer NOT NULL,
    PRIMARY KEY (organisation_id, assignee_id, state)
);

CREATE TABLE desk_settings (
    organisation_id bigint NOT NULL,
    aim_minutes integer NOT NULL,
    PRIMARY KEY (organisation_id)
);

CREATE TABLE desk_replies (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    title text NOT NULL CHECK (char_length(title) <= 80),
    text text NOT NULL CHECK (char_length(text) <= 20000),
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
