CREATE TABLE report (
    id           uuid        PRIMARY KEY,
    reporter     text        NOT NULL,
    target_kind  text        NOT NULL,
    target_id    uuid        NOT NULL,
    target_owner text        NOT NULL,
    reason       text        NOT NULL,
    text         text,
    state        text        NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
    note         text,
    decided_by   text,
    created_at   timestamptz NOT NULL,
    decided_at   timestamptz,
    CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX report_open ON report (reporter, target_kind, target_id) WHERE state = 'open';
CREATE INDEX report_state ON report (state, id);
