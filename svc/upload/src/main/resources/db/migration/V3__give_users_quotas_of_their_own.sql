-- What operators gave one user instead of the configured quota; null is the configured one.
CREATE TABLE own_quotas (
    owner             text        PRIMARY KEY,
    held_bytes        bigint      CHECK (held_bytes >= 0),
    day_bytes         bigint      CHECK (day_bytes >= 0),
    day_uploads       int         CHECK (day_uploads >= 0),
    day_partials      int         CHECK (day_partials >= 0),
    waiting_addresses int         CHECK (waiting_addresses >= 0),
    changed_by        text        NOT NULL,
    changed_at        timestamptz NOT NULL
);
