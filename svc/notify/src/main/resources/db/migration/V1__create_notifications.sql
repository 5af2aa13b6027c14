-- What catalog said, as far as a notification speaks of it.
CREATE TABLE channel (
    id       uuid   PRIMARY KEY,
    owner    text   NOT NULL,
    handle   text   NOT NULL,
    name     text   NOT NULL,
    revision bigint NOT NULL
);

-- announced: its followers were told once; it is not said again after it was private for a while.
CREATE TABLE content (
    id         uuid    PRIMARY KEY,
    kind       text    NOT NULL,
    channel_id uuid    NOT NULL,
    owner      text    NOT NULL,
    title      text    NOT NULL,
    state      text    NOT NULL,
    published  boolean NOT NULL,
    announced  boolean NOT NULL DEFAULT false,
    revision   bigint  NOT NULL
);

-- Why an encoding failed, which the encoder says before catalog says that it did.
CREATE TABLE failure (
    content_id uuid        PRIMARY KEY,
    detail     text        NOT NULL,
    failed_at  timestamptz NOT NULL
);
CREATE INDEX failure_failed_at ON failure (failed_at);

-- Who follows, mutes or blocks whom; what is older than what is here changes nothing.
CREATE TABLE relation (
    kind          text        NOT NULL,
    member        text        NOT NULL,
    channel_id    uuid        NOT NULL,
    channel_owner text        NOT NULL,
    active        boolean     NOT NULL,
    changed_at    timestamptz NOT NULL,
    PRIMARY KEY (kind, channel_id, member)
);
CREATE INDEX relation_of_two ON relation (kind, member, channel_owner) WHERE active;

-- How far the relations that are older than the events were read from catalog.
CREATE TABLE import (
    kind   text    PRIMARY KEY,
    cursor text,
    done   boolean NOT NULL DEFAULT false
);

-- Something that is to be told to many, page by page; reached is the last member of the last page.
CREATE TABLE happening (
    id          uuid        PRIMARY KEY,
    kind        text        NOT NULL,
    audience    text        NOT NULL,
    subject     text        NOT NULL,
    channel_id  uuid,
    facts       jsonb       NOT NULL,
    happened_at timestamptz NOT NULL,
    reached     text,
    tries       int         NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL,
    done_at     timestamptz
);
CREATE INDEX happening_due ON happening (due_at) WHERE done_at IS NULL;
CREATE INDEX happening_subject ON happening (subject) WHERE done_at IS NULL;

-- One row for each who was ever told something. seq numbers the changes of their list without a gap in the order of commit,
-- because whoever takes a number holds the row until then.
CREATE TABLE member (
    id  text   PRIMARY KEY,
    seq bigint NOT NULL
);

CREATE TABLE notification (
    id         uuid        PRIMARY KEY,
    member     text        NOT NULL,
    kind       text        NOT NULL,
    subject    text        NOT NULL,
    facts      jsonb       NOT NULL,
    actors     int         NOT NULL DEFAULT 0,
    names      jsonb       NOT NULL DEFAULT '[]',
    listed     boolean     NOT NULL,
    seq        bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    read_at    timestamptz
);
CREATE UNIQUE INDEX notification_list ON notification (member, seq DESC);
CREATE INDEX notification_unread ON notification (member) WHERE read_at IS NULL AND listed;
CREATE INDEX notification_subject ON notification (subject);
CREATE INDEX notification_created_at ON notification (created_at);
-- What several do to one thing is one notification for as long as it is unread.
CREATE UNIQUE INDEX notification_group ON notification (member, kind, subject)
    WHERE read_at IS NULL AND kind IN ('like', 'follower');

-- An event and a person make one notification, whatever is delivered again.
CREATE TABLE told (
    event_id uuid        NOT NULL,
    member   text        NOT NULL,
    told_at  timestamptz NOT NULL,
    PRIMARY KEY (event_id, member)
);
CREATE INDEX told_told_at ON told (told_at);

-- Who did what to which thing of whom: each counts once, however often they take it back and do it again.
CREATE TABLE act (
    member          text        NOT NULL,
    kind            text        NOT NULL,
    subject         text        NOT NULL,
    actor           text        NOT NULL,
    name            text        NOT NULL,
    active          boolean     NOT NULL,
    acted_at        timestamptz NOT NULL,
    notification_id uuid,
    PRIMARY KEY (member, kind, subject, actor)
);
CREATE INDEX act_notification ON act (notification_id, acted_at DESC);
CREATE INDEX act_subject ON act (subject);

CREATE TABLE preference (
    member         text        PRIMARY KEY,
    ways           jsonb       NOT NULL,
    quiet_from     time,
    quiet_to       time,
    time_zone      text        NOT NULL,
    language       text,
    digest         text        NOT NULL,
    digested_at    timestamptz,
    next_digest_at timestamptz,
    revision       bigint      NOT NULL
);
CREATE INDEX preference_digest ON preference (next_digest_at) WHERE next_digest_at IS NOT NULL;

-- What Keycloak said of a person, for an hour; bad_address is one that a mail server refused for good.
CREATE TABLE address (
    member      text        PRIMARY KEY,
    email       text,
    name        text,
    language    text,
    fetched_at  timestamptz NOT NULL,
    bad_address text,
    bad_reason  text,
    bad_at      timestamptz
);

CREATE TABLE webhook (
    id          uuid        PRIMARY KEY,
    member      text        NOT NULL,
    url         text        NOT NULL,
    kinds       jsonb       NOT NULL,
    secret      bytea       NOT NULL,
    state       text        NOT NULL,
    problem     text,
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE INDEX webhook_member ON webhook (member);

CREATE TABLE subscription (
    id         uuid        PRIMARY KEY,
    member     text        NOT NULL,
    endpoint   text        NOT NULL UNIQUE,
    p256dh     text        NOT NULL,
    auth       text        NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX subscription_member ON subscription (member);

-- The key pair by which push services know us (VAPID), made by the first instance.
CREATE TABLE push_key (
    id          int   PRIMARY KEY CHECK (id = 1),
    private_key bytea NOT NULL,
    public_key  bytea NOT NULL
);

-- A notification on its way by one medium to one place.
CREATE TABLE delivery (
    id              uuid        PRIMARY KEY,
    member          text        NOT NULL,
    medium          text        NOT NULL,
    kind            text        NOT NULL,
    notification_id uuid,
    target_id       uuid,
    state           text        NOT NULL,
    tries           int         NOT NULL DEFAULT 0,
    body            text,
    since           timestamptz,
    due_at          timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    done_at         timestamptz,
    status          int,
    problem         text
);
CREATE UNIQUE INDEX delivery_once ON delivery (notification_id, medium, target_id) NULLS NOT DISTINCT
    WHERE notification_id IS NOT NULL;
CREATE UNIQUE INDEX delivery_digest ON delivery (member, since) WHERE kind = 'digest';
CREATE INDEX delivery_due ON delivery (medium, due_at) WHERE state = 'waiting';
CREATE INDEX delivery_target ON delivery (target_id, created_at DESC, id DESC) WHERE target_id IS NOT NULL;
CREATE INDEX delivery_created_at ON delivery (created_at);

-- The log of a webhook's tries.
CREATE TABLE attempt (
    delivery_id  uuid        NOT NULL REFERENCES delivery ON DELETE CASCADE,
    number       int         NOT NULL,
    tried_at     timestamptz NOT NULL,
    status       int,
    problem      text,
    duration_ms  bigint      NOT NULL,
    PRIMARY KEY (delivery_id, number)
);
