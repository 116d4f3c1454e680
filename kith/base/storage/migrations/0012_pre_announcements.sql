-- What the owners say to everybody, who has read it, and how people react.
CREATE TABLE announcements (
    id bigint NOT NULL,
    writer_id bigint,
    text text NOT NULL CHECK (char_length(text) <= 50000),
    html text NOT NULL,
    emojis jsonb NOT NULL,
    hashtags text[] NOT NULL,
    shows_at timestamptz NOT NULL,
    ends_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX announcements_1_idx ON announcements (ends_at, shows_at);
CREATE INDEX announcements_2_idx ON announcements (writer_id);

CREATE TABLE announcements_put_away (
    person_id bigint NOT NULL,
    announcement_id bigint NOT NULL,
    PRIMARY KEY (person_id, announcement_id),
    FOREIGN KEY (announcement_id) REFERENCES announcements (id) ON DELETE CASCADE
);
CREATE INDEX announcements_put_away_1_idx ON announcements_put_away (announcement_id);

CREATE TABLE announcement_emoji (
    announcement_id bigint NOT NULL,
    name text NOT NULL CHECK (char_length(name) <= 40),
    id bigint NOT NULL,
    PRIMARY KEY (announcement_id, name),
    FOREIGN KEY (announcement_id) REFERENCES announcements (id) ON DELETE CASCADE
);
CREATE INDEX announcement_emoji_1_idx ON announcement_emoji (id);

CREATE TABLE announcement_reactions (
    announcement_id bigint NOT NULL,
    name text NOT NULL,
    person_id bigint NOT NULL,
    PRIMARY KEY (announcement_id, name, person_id),
    FOREIGN KEY (announcement_id, name) REFERENCES announcement_emoji (announcement_id, name) ON DELETE CASCADE
);
CREATE INDEX announcement_reactions_1_idx ON announcement_reactions (person_id);
