-- The report of a desk: how long it took until a case was settled, and questions that come up again.

ALTER TABLE desk_cases ADD COLUMN settle_s integer;
CREATE INDEX desk_cases_18_idx ON desk_cases (organisation_id, settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE asked_questions (
    organisation_id bigint NOT NULL,
    case_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    group_id bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    marks bytea,
    PRIMARY KEY (organisation_id, case_id),
    FOREIGN KEY (organisation_id, case_id, subject_id) REFERENCES desk_words (organisation_id, case_id, subject_id) ON DELETE CASCADE
);
CREATE INDEX asked_questions_1_idx ON asked_questions (organisation_id, asked_at);
CREATE INDEX asked_questions_2_idx ON asked_questions (organisation_id, group_id, asked_at);
CREATE INDEX asked_questions_3_idx ON asked_questions (organisation_id, asked_at) WHERE marks IS NOT NULL;
CREATE INDEX asked_questions_4_idx ON asked_questions (organisation_id, case_id, subject_id);

CREATE TABLE question_answers (
    organisation_id bigint NOT NULL,
    group_id bigint NOT NULL,
    question text NOT NULL CHECK (char_length(question) <= 300),
    PRIMARY KEY (organisation_id, group_id)
);

CREATE TABLE question_sortings (
    organisation_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('meaning', 'letters')),
    up_to_id bigint NOT NULL,
    PRIMARY KEY (organisation_id)
);
