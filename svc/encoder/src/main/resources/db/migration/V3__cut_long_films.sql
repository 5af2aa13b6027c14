-- How a film was probed and cut, as JSON; empty for one that is made in one go. A job that was cut has no
-- lease of its own: it is leased without an end, and its pieces have theirs.
ALTER TABLE jobs ADD COLUMN cut text NOT NULL DEFAULT '';

CREATE TABLE pieces (
    id               uuid        PRIMARY KEY,
    job_id           uuid        NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    kind             text        NOT NULL CHECK (kind IN ('side', 'low', 'rest', 'first', 'join')),
    number           int         NOT NULL,
    chunks           int         NOT NULL,
    state            text        NOT NULL CHECK (state IN ('blocked', 'queued', 'leased', 'done', 'cancelled')),
    percent          int         NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    attempts         int         NOT NULL DEFAULT 0,
    fencing          bigint      NOT NULL DEFAULT 0,
    worker           text        NOT NULL DEFAULT '',
    lease_expires_at timestamptz,
    not_before       timestamptz NOT NULL DEFAULT now(),
    enqueued_at      timestamptz NOT NULL DEFAULT now(),
    -- What was made, as JSON, once it is done.
    made             text        NOT NULL DEFAULT '',
    UNIQUE (job_id, kind, number)
);
CREATE INDEX pieces_open ON pieces (state, lease_expires_at, not_before) WHERE state IN ('queued', 'leased');
