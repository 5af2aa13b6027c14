-- One-time upload URLs. The secret in the URL is kept as its SHA-256 only.
CREATE TABLE direct_uploads (
    id           uuid        PRIMARY KEY,
    owner        text        NOT NULL,
    owner_name   text        NOT NULL,
    secret_hash  bytea       NOT NULL UNIQUE,
    cors_origin  text        NOT NULL,
    content      text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('waiting', 'asset_created', 'errored', 'cancelled', 'timed_out')),
    error_code   text,
    error_detail text,
    upload_id    uuid,
    created_at   timestamptz NOT NULL,
    timeout_at   timestamptz NOT NULL
);
CREATE INDEX direct_uploads_waiting ON direct_uploads (timeout_at) WHERE status = 'waiting';

CREATE TABLE uploads (
    id           uuid        PRIMARY KEY,
    owner        text        NOT NULL,
    owner_name   text        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('whole', 'partial', 'final')),
    -- receiving: takes bytes. assembling: every byte is durable, S3 has yet to make one object of them.
    -- complete: the object is there and was told of. ended: nothing of it is wanted any more.
    state        text        NOT NULL CHECK (state IN ('receiving', 'assembling', 'complete', 'ended')),
    length       bigint      CHECK (length >= 0),
    -- Every byte before it is durable in S3: in the parts, then in the tail object.
    offset_bytes bigint      NOT NULL DEFAULT 0,
    part_bytes   int         NOT NULL,
    multipart_id text,
    tail_key     text,
    tail_bytes   bigint      NOT NULL DEFAULT 0,
    had_tail     boolean     NOT NULL DEFAULT false,
    -- Grows with every writer; a write under an older one is refused.
    fence        bigint      NOT NULL DEFAULT 0,
    -- Part numbers: where the next writer starts, the highest the last one may have used, whether it ended in order.
    next_part    int         NOT NULL DEFAULT 1,
    part_high    int         NOT NULL DEFAULT 0,
    clean        boolean     NOT NULL DEFAULT true,
    metadata     text        NOT NULL,
    content_id   uuid,
    direct_id    uuid        REFERENCES direct_uploads (id),
    -- Which partial uploads a final one is made of, in order; the key finds a repeated request.
    concat_key   text,
    cause        text,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    cleaned_at   timestamptz
);
CREATE INDEX uploads_of_owner ON uploads (owner, created_at);
CREATE INDEX uploads_of_content ON uploads (content_id) WHERE content_id IS NOT NULL;
CREATE UNIQUE INDEX uploads_concat ON uploads (owner, concat_key) WHERE concat_key IS NOT NULL AND state <> 'ended';
CREATE INDEX uploads_expiring ON uploads (expires_at) WHERE state IN ('receiving', 'complete') AND kind <> 'final';
CREATE INDEX uploads_assembling ON uploads (changed_at) WHERE state = 'assembling';
CREATE INDEX uploads_unclean ON uploads (changed_at) WHERE state = 'ended' AND cleaned_at IS NULL;

CREATE TABLE upload_parts (
    upload_id  uuid   NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    number     int    NOT NULL,
    size_bytes bigint NOT NULL,
    etag       text   NOT NULL,
    PRIMARY KEY (upload_id, number)
);

CREATE TABLE upload_partials (
    upload_id  uuid NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    position   int  NOT NULL,
    partial_id uuid NOT NULL REFERENCES uploads (id),
    PRIMARY KEY (upload_id, position)
);
CREATE INDEX upload_partials_of ON upload_partials (partial_id);
