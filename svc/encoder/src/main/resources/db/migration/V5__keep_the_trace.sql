-- The trace of the request that a job goes back to, as B3's single header; empty for none. Whoever takes the job, tells of it
-- or asks for it again goes on with it.
ALTER TABLE jobs ADD COLUMN trace text NOT NULL DEFAULT '';
