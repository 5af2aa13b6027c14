-- The warehouse's tables for Trino's Hive connector, in a catalog `warehouse` as warehouse.properties has it, over the bucket
-- `warehouse`. TrinoTablesTest writes what this file has to be into target/. Days are found by their
-- folders' names, so nothing is to be done when one comes or goes; after a new column DROP TABLE and make it again, which
-- touches no file.
CREATE SCHEMA IF NOT EXISTS warehouse.matinee;

CREATE TABLE IF NOT EXISTS warehouse.matinee."playback" (
  event_id varchar,
  happened_at timestamp(6),
  received_at timestamp(6),
  session_id varchar,
  content_id varchar,
  viewer varchar,
  kind varchar,
  position_ms bigint,
  from_ms bigint,
  to_ms bigint,
  watched_ms bigint,
  startup_ms bigint,
  stalled_ms bigint,
  error varchar,
  rung integer,
  player_height integer,
  source varchar,
  referrer varchar,
  device varchar,
  os varchar,
  browser varchar,
  country varchar,
  bot boolean,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/playback',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."page" (
  event_id varchar,
  happened_at timestamp(6),
  received_at timestamp(6),
  viewer varchar,
  kind varchar,
  page varchar,
  content_id varchar,
  place varchar,
  rank integer,
  term varchar,
  results integer,
  notification_id varchar,
  device varchar,
  os varchar,
  browser varchar,
  country varchar,
  bot boolean,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/page',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."video" (
  event_id varchar,
  happened_at timestamp(6),
  content_id varchar,
  channel_id varchar,
  owner varchar,
  title varchar,
  category varchar,
  language varchar,
  visibility varchar,
  state varchar,
  duration_ms bigint,
  revision bigint,
  created_at timestamp(6),
  published_at timestamp(6),
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/video',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."album" (
  event_id varchar,
  happened_at timestamp(6),
  content_id varchar,
  channel_id varchar,
  owner varchar,
  title varchar,
  language varchar,
  visibility varchar,
  state varchar,
  photos integer,
  revision bigint,
  created_at timestamp(6),
  published_at timestamp(6),
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/album',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."channel" (
  event_id varchar,
  happened_at timestamp(6),
  channel_id varchar,
  owner varchar,
  handle varchar,
  name varchar,
  revision bigint,
  created_at timestamp(6),
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/channel',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."submission" (
  event_id varchar,
  happened_at timestamp(6),
  content_id varchar,
  photo_id varchar,
  submission_id varchar,
  size_bytes bigint,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/submission',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."gone" (
  event_id varchar,
  happened_at timestamp(6),
  content_id varchar,
  photo_id varchar,
  submission_id varchar,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/gone',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."upload" (
  event_id varchar,
  happened_at timestamp(6),
  upload_id varchar,
  owner varchar,
  content_id varchar,
  size_bytes bigint,
  outcome varchar,
  cause varchar,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/upload',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."encode" (
  event_id varchar,
  happened_at timestamp(6),
  content_id varchar,
  photo_id varchar,
  submission_id varchar,
  job_id varchar,
  outcome varchar,
  version varchar,
  code varchar,
  retryable boolean,
  duration_ms bigint,
  width integer,
  height integer,
  size_bytes bigint,
  cpu_ms bigint,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/encode',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."follow" (
  event_id varchar,
  happened_at timestamp(6),
  viewer varchar,
  channel_id varchar,
  following boolean,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/follow',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."liking" (
  event_id varchar,
  happened_at timestamp(6),
  viewer varchar,
  content_id varchar,
  kind varchar,
  channel_id varchar,
  liked boolean,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/liking',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."comment" (
  event_id varchar,
  happened_at timestamp(6),
  comment_id varchar,
  content_id varchar,
  kind varchar,
  channel_id varchar,
  parent_id varchar,
  viewer varchar,
  change varchar,
  revision bigint,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/comment',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."notification" (
  event_id varchar,
  happened_at timestamp(6),
  notification_id varchar,
  viewer varchar,
  kind varchar,
  medium varchar,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/notification',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."watch" (
  event_id varchar,
  happened_at timestamp(6),
  viewer varchar,
  content_id varchar,
  channel_id varchar,
  position_ms bigint,
  duration_ms bigint,
  finished boolean,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/watch',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."delivery" (
  event_id varchar,
  happened_at timestamp(6),
  content_id varchar,
  version varchar,
  kind varchar,
  rung integer,
  status integer,
  bytes bigint,
  duration_ms bigint,
  cache varchar,
  told boolean,
  session_id varchar,
  object_type varchar,
  bitrate bigint,
  top_bitrate bigint,
  buffer_ms bigint,
  object_ms bigint,
  throughput bigint,
  wanted_throughput bigint,
  starved boolean,
  startup boolean,
  format varchar,
  stream_type varchar,
  kafka_partition integer,
  kafka_offset bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/delivery',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."session" (
  session_id varchar,
  content_id varchar,
  viewer varchar,
  began_at timestamp(6),
  last_at timestamp(6),
  expired boolean,
  bot boolean,
  watched_ms double,
  startup_ms bigint,
  stalled_ms double,
  stalls double,
  played boolean,
  failed boolean,
  upscale double,
  rung integer,
  source varchar,
  referrer varchar,
  device varchar,
  os varchar,
  browser varchar,
  country varchar,
  channel_id varchar,
  duration_ms bigint,
  dropped varchar,
  before_at timestamp(6),
  verdict varchar,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/session',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."rollup" (
  content_id varchar,
  channel_id varchar,
  source varchar,
  referrer varchar,
  device varchar,
  os varchar,
  browser varchar,
  country varchar,
  rung integer,
  audience varchar,
  views double,
  sessions bigint,
  view_watched_ms double,
  watched_ms double,
  startup_ms double,
  startups bigint,
  stalled_ms double,
  stalls double,
  failures double,
  exits double,
  upscale double,
  upscales bigint,
  score double,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/rollup',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."retention" (
  content_id varchar,
  at_s bigint,
  began bigint,
  ended bigint,
  sessions bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/retention',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."viewer" (
  content_id varchar,
  viewer varchar,
  views bigint,
  watched_ms bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/viewer',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."following" (
  channel_id varchar,
  gained bigint,
  lost bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/following',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."engagement" (
  content_id varchar,
  likes bigint,
  unlikes bigint,
  comments bigint,
  uncomments bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/engagement',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."searching" (
  term varchar,
  searches bigint,
  empty bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/searching',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."showing" (
  content_id varchar,
  place varchar,
  rank integer,
  shown bigint,
  clicked bigint,
  viewed bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/showing',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."telling" (
  kind varchar,
  medium varchar,
  sent bigint,
  opened bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/telling',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."making" (
  content_id varchar,
  kind varchar,
  outcome varchar,
  cause varchar,
  size_bytes bigint,
  accepted boolean,
  playable_ms bigint,
  ready_ms bigint,
  code varchar,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/making',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."cost" (
  content_id varchar,
  part varchar,
  cpu_ms bigint,
  made_bytes bigint,
  stored_bytes bigint,
  gone boolean,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/cost',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);

CREATE TABLE IF NOT EXISTS warehouse.matinee."sending" (
  content_id varchar,
  rung integer,
  requests bigint,
  bytes bigint,
  cached bigint,
  hits bigint,
  told bigint,
  starved bigint,
  day date WITH (
    partition_projection_type = 'date',
    partition_projection_format = 'yyyy-MM-dd',
    partition_projection_range = ARRAY['2025-01-01', 'NOW']
  )
) WITH (
  format = 'PARQUET',
  external_location = 's3://warehouse/sending',
  partitioned_by = ARRAY['day'],
  partition_projection_enabled = true
);
