-- Organisations hear when people name them in public without their handle, as far as these let them.

CREATE TABLE desk_names (
    organisation_id bigint NOT NULL,
    words text NOT NULL CHECK (char_length(words) <= 120),
    text text NOT NULL CHECK (char_length(text) <= 60),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, words)
);

CREATE TABLE desk_names_read (
    name text NOT NULL,
    post_id bigint NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE naming_wishes (
    owner_id bigint NOT NULL,
    heard boolean NOT NULL,
    answered boolean NOT NULL,
    PRIMARY KEY (owner_id)
);

CREATE TABLE organisation_openings (
    organisation_id bigint NOT NULL,
    post_id bigint NOT NULL,
    person_id bigint NOT NULL,
    PRIMARY KEY (organisation_id, post_id)
);
CREATE INDEX organisation_openings_1_idx ON organisation_openings (person_id);
CREATE INDEX organisation_openings_2_idx ON organisation_openings (post_id);

-- What an organisation overheard lies apart from what was said to it: named, it waits for nobody.
ALTER TABLE desk_cases DROP CONSTRAINT desk_cases_state_check;
ALTER TABLE desk_cases ADD CONSTRAINT desk_cases_state_check
    CHECK (state IN ('new', 'ours', 'theirs', 'snoozed', 'settled', 'named'));
ALTER TABLE desk_counts DROP CONSTRAINT desk_counts_state_check;
ALTER TABLE desk_counts ADD CONSTRAINT desk_counts_state_check
    CHECK (state IN ('new', 'ours', 'theirs', 'snoozed', 'settled', 'named'));
ALTER TABLE desk_events DROP CONSTRAINT desk_events_kind_check;
ALTER TABLE desk_events ADD CONSTRAINT desk_events_kind_check
    CHECK (kind IN ('opened', 'said', 'answered', 'note', 'taken', 'assigned', 'released', 'snoozed', 'woke', 'settled', 'reopened', 'labelled', 'went_private', 'thanks', 'brightened', 'not_helped', 'closed', 'undelivered', 'machine', 'sent_again', 'named', 'liked'));
ALTER TABLE desk_bundles ADD COLUMN quiet boolean NOT NULL DEFAULT false;

DROP INDEX desk_cases_8_idx;
CREATE INDEX desk_cases_8_idx ON desk_cases (organisation_id, moved_id) WHERE assignee_id IS NULL AND state NOT IN ('settled', 'named') AND bundle_id IS NULL;
CREATE INDEX desk_cases_19_idx ON desk_cases (organisation_id, moved_id) WHERE state = 'named' AND bundle_id IS NULL;
CREATE INDEX desk_cases_20_idx ON desk_cases (organisation_id, likeness, id) WHERE likeness IS NOT NULL AND state = 'named';
CREATE INDEX desk_cases_21_idx ON desk_cases (organisation_id, thread_id, id) WHERE state = 'named';
