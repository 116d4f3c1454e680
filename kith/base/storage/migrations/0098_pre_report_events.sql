-- What was done at a desk in a week or a month is counted by when it was done.
CREATE INDEX desk_events_7_idx ON desk_events (organisation_id, kind, at);
