-- Ways that people told an organisation of, words that went out to them, whether they want any, and good news.

CREATE TABLE desk_ways (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    text text NOT NULL CHECK (char_length(text) <= 200),
    until date NOT NULL,
    wants_word boolean NOT NULL,
    every_days integer NOT NULL,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX desk_ways_1_idx ON desk_ways (person_id, organisation_id);
CREATE INDEX desk_ways_2_idx ON desk_ways (until);

CREATE TABLE desk_kind_words (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    way_id bigint,
    message_id bigint NOT NULL,
    once text NOT NULL CHECK (char_length(once) <= 80),
    by_id bigint,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX desk_kind_words_1_idx ON desk_kind_words (organisation_id, person_id, id);
CREATE INDEX desk_kind_words_2_idx ON desk_kind_words (person_id);
CREATE INDEX desk_kind_words_3_idx ON desk_kind_words (by_id) WHERE by_id IS NOT NULL;
CREATE INDEX desk_kind_words_4_idx ON desk_kind_words (said_at);

CREATE TABLE desk_word_wishes (
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    never boolean NOT NULL,
    not_before timestamptz,
    PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX desk_word_wishes_1_idx ON desk_word_wishes (person_id);

CREATE TABLE desk_good_news (
    organisation_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    case_id bigint NOT NULL,
    person_id bigint NOT NULL,
    by_id bigint,
    marked_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, subject_id),
    FOREIGN KEY (organisation_id, case_id) REFERENCES desk_cases (organisation_id, id) ON DELETE CASCADE
);
CREATE INDEX desk_good_news_1_idx ON desk_good_news (organisation_id, marked_at);
CREATE INDEX desk_good_news_2_idx ON desk_good_news (organisation_id, case_id);
CREATE INDEX desk_good_news_3_idx ON desk_good_news (person_id);
CREATE INDEX desk_good_news_4_idx ON desk_good_news (by_id) WHERE by_id IS NOT NULL;

CREATE INDEX desk_events_6_idx ON desk_events (organisation_id, id) WHERE kind IN ('thanks', 'brightened');
