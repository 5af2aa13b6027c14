-- One job for each submission. The lease is the truth of the work queue: whoever holds the current fencing token works,
-- and nobody else publishes. Times are the database's own, because workers' clocks differ.
CREATE TABLE jobs (
    id               uuid        PRIMARY KEY,
    content_id       text        NOT NULL,
    submission_id    text        NOT NULL UNIQUE,
    owner            text        NOT NULL,
    source_bucket    text        NOT NULL,
    source_key       text        NOT NULL,
    source_bytes     bigint      NOT NULL,
    source_sha256    text        NOT NULL DEFAULT '',
    state            text        NOT NULL DEFAULT 'queued'
                     CHECK (state IN ('queued', 'leased', 'ready', 'failed', 'cancelled')),
    step             text        NOT NULL DEFAULT 'waiting',
    percent          int         NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    rung             text        NOT NULL DEFAULT '',
    attempts         int         NOT NULL DEFAULT 0,
    fencing          bigint      NOT NULL DEFAULT 0,
    worker           text        NOT NULL DEFAULT '',
    lease_expires_at timestamptz,
    not_before       timestamptz NOT NULL DEFAULT now(),
    enqueued_at      timestamptz NOT NULL DEFAULT now(),
    deadline_at      timestamptz NOT NULL,
    version          text        NOT NULL DEFAULT '',
    cause_code       text        NOT NULL DEFAULT '',
    cause_detail     text        NOT NULL DEFAULT '',
    cause_retryable  boolean     NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    finished_at      timestamptz
);
CREATE INDEX jobs_content ON jobs (content_id);
CREATE INDEX jobs_owner ON jobs (owner, id);
CREATE INDEX jobs_open ON jobs (state, lease_expires_at, not_before) WHERE state IN ('queued', 'leased');

-- Every version that was ever begun, written down before its first file, so that none is left behind in S3.
CREATE TABLE versions (
    version      text        PRIMARY KEY,
    content_id   text        NOT NULL,
    job_id       uuid        NOT NULL REFERENCES jobs (id),
    state        text        NOT NULL DEFAULT 'writing' CHECK (state IN ('writing', 'published', 'orphaned')),
    delete_after timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX versions_content ON versions (content_id);
CREATE INDEX versions_job ON versions (job_id);
CREATE INDEX versions_orphaned ON versions (delete_after) WHERE state = 'orphaned';
