-- Whose seat ended while they acted for an organisation is told so by the browser in which they did.
ALTER TABLE page_sessions ADD COLUMN acted_for bigint;
CREATE INDEX page_sessions_2_idx ON page_sessions (acted_for) WHERE acted_for IS NOT NULL;
