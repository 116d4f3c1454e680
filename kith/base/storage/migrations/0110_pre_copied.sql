-- Who else got a mail: shown in its case, and never answered.

ALTER TABLE mails ADD COLUMN copied text[] NOT NULL DEFAULT '{}';
