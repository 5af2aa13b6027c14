-- A post of one to twenty photos. Its state is that of its photos taken together, stored so that lists and rights need not
-- look at each; the deadline is the next of theirs, or that of an album without any.
CREATE TABLE album (
    id           uuid        PRIMARY KEY,
    channel_id   uuid        NOT NULL REFERENCES channel (id),
    owner        text        NOT NULL,
    title        text        NOT NULL,
    description  text,
    tags         text[]      NOT NULL,
    language     text,
    licence      text,
    visibility   text        NOT NULL CHECK (visibility IN ('public', 'unlisted', 'followers', 'private')),
    publish_at   timestamptz,
    state        text        NOT NULL CHECK (state IN ('uploading', 'processing', 'ready', 'failed')),
    deadline     timestamptz,
    access_epoch bigint      NOT NULL,
    hidden_from  text        CHECK (hidden_from IN ('public', 'unlisted', 'followers')),
    published    boolean     NOT NULL,
    published_at timestamptz,
    likes        bigint      NOT NULL DEFAULT 0 CHECK (likes >= 0),
    comments     bigint      NOT NULL DEFAULT 0 CHECK (comments >= 0),
    revision     bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE INDEX album_public ON album (published_at DESC, id DESC) WHERE published;
CREATE INDEX album_channel ON album (channel_id, published_at DESC, id DESC);
CREATE INDEX album_owner ON album (owner, id DESC);
CREATE INDEX album_due ON album (publish_at) WHERE state = 'ready' AND publish_at IS NOT NULL;
CREATE INDEX album_deadline ON album (deadline) WHERE deadline IS NOT NULL;

CREATE TABLE photo (
    id            uuid        PRIMARY KEY,
    album_id      uuid        NOT NULL REFERENCES album (id) ON DELETE CASCADE,
    position      int         NOT NULL CHECK (position BETWEEN 0 AND 19),
    alt_text      text,
    state         text        NOT NULL CHECK (state IN ('uploading', 'processing', 'ready', 'failed')),
    deadline      timestamptz,
    failure       text,
    submission_id text        UNIQUE,
    media         text,
    created_at    timestamptz NOT NULL,
    UNIQUE (album_id, position) DEFERRABLE INITIALLY DEFERRED
);
