-- What happened to a job, oldest first, for whoever asks why it took so long or why it failed; it goes with the job.
CREATE TABLE job_changes (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id  uuid        NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    change  text        NOT NULL
            CHECK (change IN ('queued', 'retried', 'started', 'cut', 'waits', 'released', 'lost', 'failed')),
    attempt int         NOT NULL,
    piece   text        NOT NULL DEFAULT '',
    worker  text        NOT NULL DEFAULT '',
    place   bigint      NOT NULL DEFAULT 0,
    code    text        NOT NULL DEFAULT '',
    detail  text        NOT NULL DEFAULT ''
);
CREATE INDEX job_changes_job ON job_changes (job_id, id);
