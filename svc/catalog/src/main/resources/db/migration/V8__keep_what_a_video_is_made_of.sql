-- The uploaded file a submission named, as JSON, so that it can be submitted again; empty for what was submitted before.
ALTER TABLE video ADD COLUMN source text;
