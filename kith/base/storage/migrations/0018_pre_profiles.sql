ALTER TABLE accounts
    ADD COLUMN automated boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN indexable boolean NOT NULL DEFAULT TRUE,
    ADD COLUMN hides_ties boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN shows_media boolean NOT NULL DEFAULT TRUE,
    ADD COLUMN shows_media_replies boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN shows_featured boolean NOT NULL DEFAULT TRUE;

ALTER TABLE members
    ADD COLUMN post_language text,
    ADD COLUMN post_sensitive boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN attribution_domains text[] NOT NULL DEFAULT '{}';

ALTER TABLE follows ADD COLUMN languages text[];
