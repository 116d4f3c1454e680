-- People who agreed to hear from an organisation, and are asked whether that is so.

CREATE TABLE contact_lists (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    by_id bigint,
    how text NOT NULL CHECK (how IN ('in_person', 'on_paper', 'website', 'mail', 'phone')),
    agreed_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'reading', 'done', 'failed')),
    percent integer NOT NULL,
    problem text NOT NULL CHECK (char_length(problem) <= 20),
    people integer NOT NULL,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);

CREATE TABLE contact_questions (
    person_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    how text NOT NULL CHECK (how IN ('in_person', 'on_paper', 'website', 'mail', 'phone')),
    agreed_on date NOT NULL,
    asked_at timestamptz NOT NULL,
    answer text CHECK (answer IN ('yes', 'no')),
    PRIMARY KEY (person_id, organisation_id)
);
CREATE INDEX contact_questions_1_idx ON contact_questions (organisation_id, person_id) WHERE answer = 'yes';
CREATE INDEX contact_questions_2_idx ON contact_questions (person_id) WHERE answer IS NULL;
