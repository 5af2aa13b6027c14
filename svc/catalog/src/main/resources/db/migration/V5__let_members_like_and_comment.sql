-- Content is a video here and may be of another kind later, so its id is no foreign key: who deletes it deletes these rows
-- in the same transaction.
CREATE TABLE content_like (
    id         uuid        NOT NULL UNIQUE,
    member     text        NOT NULL,
    kind       text        NOT NULL,
    content_id uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (content_id, member)
);
CREATE INDEX content_like_member ON content_like (member, id);

CREATE TABLE comment (
    id         uuid        PRIMARY KEY,
    kind       text        NOT NULL,
    content_id uuid        NOT NULL,
    parent_id  uuid        REFERENCES comment (id) ON DELETE CASCADE,
    author     text        NOT NULL,
    text       text,
    state      text        NOT NULL CHECK (state IN ('shown', 'hidden', 'deleted')),
    hidden_by  text        CHECK (hidden_by IN ('owner', 'moderator')),
    -- Those shown.
    replies    bigint      NOT NULL DEFAULT 0 CHECK (replies >= 0),
    revision   bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    edited_at  timestamptz,
    CHECK ((text IS NULL) = (state = 'deleted')),
    CHECK ((hidden_by IS NOT NULL) = (state = 'hidden'))
);
CREATE INDEX comment_threads ON comment (content_id, id) WHERE parent_id IS NULL;
CREATE INDEX comment_replies ON comment (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_author ON comment (author);
