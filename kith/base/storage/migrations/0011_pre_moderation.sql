-- What people report to the owners, the words as they stood, and what the owners note about it.
CREATE TABLE reports (
    account_id bigint NOT NULL,
    id bigint NOT NULL,
    reporter_id bigint,
    category text NOT NULL CHECK (category IN ('spam', 'legal', 'violation', 'other')),
    comment text NOT NULL CHECK (char_length(comment) <= 10000),
    post_ids bigint[] NOT NULL,
    rule_ids text[] NOT NULL,
    rules text[] NOT NULL,
    handled_at timestamptz,
    handled_by bigint,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX reports_1_idx ON reports (account_id, reporter_id) WHERE handled_at IS NULL;
CREATE INDEX reports_2_idx ON reports (id);
CREATE INDEX reports_3_idx ON reports (reporter_id);
CREATE INDEX reports_4_idx ON reports (handled_by) WHERE handled_by IS NOT NULL;
CREATE INDEX reports_5_idx ON reports (handled_at) WHERE handled_at IS NOT NULL;

CREATE TABLE reported_posts (
    account_id bigint NOT NULL,
    report_id bigint NOT NULL,
    post_id bigint NOT NULL,
    text text NOT NULL,
    warning text NOT NULL,
    audience text NOT NULL,
    pictures text[] NOT NULL,
    poll_options text[] NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, report_id, post_id),
    FOREIGN KEY (account_id, report_id) REFERENCES reports (account_id, id) ON DELETE CASCADE
);

CREATE TABLE report_notes (
    account_id bigint NOT NULL,
    report_id bigint NOT NULL,
    id bigint NOT NULL,
    writer_id bigint,
    text text NOT NULL CHECK (char_length(text) <= 2000),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, report_id, id),
    FOREIGN KEY (account_id, report_id) REFERENCES reports (account_id, id) ON DELETE CASCADE
);
CREATE INDEX report_notes_1_idx ON report_notes (writer_id);
