// What the services stand on.
import { board, graph, lines, number, part, quantile, rate } from './panels.js';

const WEB = 'traefik_entrypoint_requests_total{entrypoint="web"}';

export const overview = board('matinee-overview', 'Overview', 'Whether Matinee is well, and where to look when it is not',
  ['Now', [
    number('Requests', 'Requests a second through the gateway.', 'reqps', rate(WEB)),
    number('Failures', 'The part of them that we failed.', 'percentunit', part('traefik_entrypoint_requests_total{entrypoint="web",code=~"5.."}', WEB), { from: 0.001 }),
    number('Alerts', 'Alerts that fire, without the one that always does.', 'short', 'count(ALERTS{alertstate="firing",alertname!="Watching"}) or vector(0)', { from: 1 }),
    number('Parts down', 'Parts of which no instance answers.', 'short', 'count(sum by (job) ({__name__=~"up|server_up"}) == 0) or vector(0)', { from: 1 }),
    number('Films waiting', 'Pieces of work in the encoders\' queue.', 'short', 'max(encoder_queue_length)', { from: 100 }),
    number('Views a minute', 'First frames that players reported.', 'short', '60 * sum(rate(analytics_playback_total{kind="playing"}[$__rate_interval]))'),
  ]],
  ['Traffic', [
    graph('Requests', 'Requests a second through the gateway by service.', 'reqps', [rate('traefik_service_requests_total', 'service'), '{{service}}']),
    graph('Failures', 'Failures a second by service.', 'reqps', ['sum by (service) (rate(traefik_service_requests_total{code=~"5.."}[$__rate_interval])) or vector(0)', '{{service}}']),
    graph('Duration, 95 %', 'All but one of twenty requests are faster, by service.', 's', [quantile(0.95, 'traefik_service_request_duration_seconds_bucket{protocol!="sse"}', 'service'), '{{service}}']),
  ]],
  ['Work', [
    graph('Time to playable, 90 %', 'From an upload until it can be watched.', 's', ['histogram_quantile(0.9, sum by (le) (increase(encoder_time_to_playable_seconds_bucket[1h])))', '90 %']),
    graph('Lag of events', 'Events that wait, by group.', 'short', ['sum by (group) (events_lag)', '{{group}}']),
    graph('Lines of logs', 'Lines a second at WARNING or above, by service.', 'cps', ['sum by (service) (rate(log_lines_total{level=~"WARNING|SEVERE"}[$__rate_interval])) or vector(0)', '{{service}}']),
  ]],
  ['Machines', [
    graph('Processor', 'The part that is busy, by machine.', 'percentunit', ['1 - avg by (host) (nomad_client_host_cpu_idle) / 100', '{{host}}']),
    graph('Memory', 'What is left, by machine.', 'bytes', ['max by (host) (nomad_client_host_memory_available)', '{{host}}']),
    graph('Disk', 'What is left, by machine and disk.', 'percentunit', ['max by (host, disk) (nomad_client_host_disk_available / nomad_client_host_disk_size)', '{{host}} {{disk}}']),
    graph('Memory of parts', 'Memory of each part\'s allocations as Nomad measures it.', 'bytes', ['sum by (exported_job) (nomad_client_allocs_memory_rss)', '{{exported_job}}']),
    graph('Allocations', 'Allocations that run, and that wait for a place.', 'short', ['sum(nomad_client_allocations_running)', 'run'], ['sum(nomad_nomad_blocked_evals_total_blocked)', 'blocked evaluations']),
    graph('Consul', 'Whether it has a leader, and how many of its servers may fail.', 'short', ['max(consul_raft_state_leader) or vector(0)', 'elections'], ['max(consul_autopilot_failure_tolerance) or vector(0)', 'may fail']),
  ]],
  ['Logs', [lines('Errors', 'What any part wrote at SEVERE.', 'level:SEVERE')]],
);

export const gateway = board('matinee-gateway', 'Gateway', 'Traefik: who asks, what for, and how it ends',
  ['Now', [
    number('Requests', 'Requests a second.', 'reqps', rate(WEB)),
    number('Failures', 'The part of answers that are failures (5xx).', 'percentunit', part('traefik_entrypoint_requests_total{entrypoint="web",code=~"5.."}', WEB), { from: 0.001 }),
    number('Refused', 'Requests a second that came too often (429).', 'reqps', 'sum(rate(traefik_entrypoint_requests_total{entrypoint="web",code="429"}[$__rate_interval])) or vector(0)', { from: 10 }),
    number('Connections', 'Connections that are open.', 'short', 'sum(traefik_open_connections{entrypoint="web"})'),
    number('Configuration', 'Whether the last change of routes was taken.', 'bool_on_off', 'min(traefik_config_last_reload_success > bool 0)', { below: 1 }),
    number('Sent', 'Bytes a second to clients.', 'Bps', rate('traefik_entrypoint_responses_bytes_total{entrypoint="web"}')),
  ]],
  ['Requests', [
    graph('By code', 'Requests a second by status.', 'reqps', [rate(WEB, 'code'), '{{code}}']),
    graph('By service', 'Requests a second by service.', 'reqps', [rate('traefik_service_requests_total', 'service'), '{{service}}']),
    graph('By method', 'Requests a second by method.', 'reqps', [rate(WEB, 'method'), '{{method}}']),
    graph('Duration', 'Half, 95 % and 99 % of all requests are faster; streams of events are left out.', 's',
      [quantile(0.5, 'traefik_entrypoint_request_duration_seconds_bucket{entrypoint="web",protocol!="sse"}'), '50 %'],
      [quantile(0.95, 'traefik_entrypoint_request_duration_seconds_bucket{entrypoint="web",protocol!="sse"}'), '95 %'],
      [quantile(0.99, 'traefik_entrypoint_request_duration_seconds_bucket{entrypoint="web",protocol!="sse"}'), '99 %']),
    graph('Duration by service, 99 %', 'All but one of a hundred are faster.', 's', [quantile(0.99, 'traefik_service_request_duration_seconds_bucket{protocol!="sse"}', 'service'), '{{service}}']),
    graph('Bytes', 'Bytes a second in and out.', 'Bps', [rate('traefik_entrypoint_requests_bytes_total{entrypoint="web"}'), 'in'], [rate('traefik_entrypoint_responses_bytes_total{entrypoint="web"}'), 'out']),
    graph('Retries', 'Requests that were sent again to another instance.', 'reqps', ['sum by (service) (rate(traefik_service_retries_total[$__rate_interval])) or vector(0)', '{{service}}']),
    graph('Checks of tokens, 99 %', 'What gate takes to say who may.', 's', [quantile(0.99, 'gate_requests_seconds_bucket{route="/api/gate/v1/verify"}'), '99 %']),
    graph('Logins', 'Requests a second to Keycloak.', 'reqps', ['sum by (code) (rate(traefik_service_requests_total{service=~"keycloak@.+"}[$__rate_interval])) or vector(0)', '{{code}}']),
  ]],
  ['Logs', [lines('Failures', 'Access log: requests that were answered with 5xx.', 'service:traefik AND status:[500 TO 599]')]],
);

export const encoders = board('matinee-encoders', 'Encoder farm', 'How long films wait, and what the workers do',
  ['Now', [
    number('Waiting', 'Pieces of work in the queue.', 'short', 'max(encoder_queue_length)'),
    number('Waits longest', 'How long the oldest piece waits.', 's', 'max(encoder_queue_age_seconds)', { from: 300 }),
    number('Workers', 'Encoders that answer.', 'short', 'sum(up{job="encoder"})', { below: 1 }),
    number('Ready', 'Films and photos in the last hour.', 'short', 'sum(increase(encoder_jobs_total{outcome="ready"}[1h]))'),
    number('Failed', 'Jobs that failed in the last hour.', 'short', 'sum(increase(encoder_jobs_total{outcome="failed"}[1h])) or vector(0)', { from: 5 }),
    number('Leases lost', 'Leases that workers lost in the last hour: they died or were too slow.', 'short', 'sum(increase(encoder_jobs_total{outcome="lost"}[1h])) or vector(0)', { from: 3 }),
  ]],
  ['Queue', [
    graph('Length', 'Pieces of work that wait.', 'short', ['max(encoder_queue_length)', 'waiting']),
    graph('Age', 'How long the oldest waits.', 's', ['max(encoder_queue_age_seconds)', 'oldest']),
    graph('Outcomes', 'Jobs a second by outcome.', 'ops', [rate('encoder_jobs_total', 'outcome'), '{{outcome}}']),
  ]],
  ['Speed', [
    graph('Time to playable', 'Of the films of an hour: half and 90 % could be watched sooner.', 's',
      ['histogram_quantile(0.5, sum by (le) (increase(encoder_time_to_playable_seconds_bucket[1h])))', '50 %'],
      ['histogram_quantile(0.9, sum by (le) (increase(encoder_time_to_playable_seconds_bucket[1h])))', '90 %']),
    graph('Encoding to duration', 'How long encoding takes for a second of film, as quantiles that the encoders keep.', 'short', ['max by (quantile) (encoder_encode_ratio{quantile=~"0.5|0.95"})', '{{quantile}}']),
    graph('Memory', 'Memory of the encoders, with ffmpeg\'s.', 'bytes', ['sum by (alloc_id) (nomad_client_allocs_memory_rss{exported_job="encoder",task="encoder"})', '{{alloc_id}}']),
  ]],
  ['Logs', [lines('Encoders', 'What encoders wrote at WARNING or above.', 'service:encoder AND level:(WARNING OR SEVERE)')]],
);

export const kafka = board('matinee-kafka', 'Kafka and consumers', 'What goes through the topics, and who is behind',
  ['Now', [
    number('Brokers', 'Brokers in the cluster.', 'short', 'max(kafka_brokers)', { below: 1 }),
    number('Offline', 'Partitions without a leader.', 'short', 'max(kafka_partitions_offline)', { from: 1 }),
    number('Under-replicated', 'Partitions with fewer copies in step than they have.', 'short', 'max(kafka_partitions_under_replicated)', { from: 1 }),
    number('Records', 'Records a second in all topics.', 'ops', rate('kafka_records_total')),
    number('Behind', 'The largest lag of any group.', 'short', 'max(kafka_group_lag)', { from: 1000 }),
    number('Dead letters', 'Events that were set aside in the last hour.', 'short', 'sum(increase(events_total{outcome="dead_lettered"}[1h])) or vector(0)', { from: 1 }),
  ]],
  ['Topics', [
    graph('Records', 'Records a second by topic.', 'ops', [rate('kafka_records_total', 'topic'), '{{topic}}']),
    graph('Size', 'Bytes of all copies by topic.', 'bytes', ['sum by (topic) (kafka_topic_bytes)', '{{topic}}']),
    graph('Memory', 'Memory of the brokers.', 'bytes', ['sum by (alloc_id) (nomad_client_allocs_memory_rss{exported_job="kafka"})', '{{alloc_id}}']),
  ]],
  ['Consumers', [
    graph('Lag by Kafka', 'Records that a group has not confirmed, as Kafka knows it, also where nobody of the group is there.', 'short', ['sum by (group) (kafka_group_lag)', '{{group}}']),
    graph('Lag by the services', 'Events that wait, as the consumers know it.', 'short', ['sum by (group) (events_lag)', '{{group}}']),
    graph('Groups', 'Groups by state; an empty one has nobody who reads.', 'short', ['sum by (state) (kafka_groups)', '{{state}}']),
    graph('Handled', 'Events a second by group.', 'ops', [rate('events_total', 'group'), '{{group}}']),
    graph('Outcomes', 'Events a second by outcome.', 'ops', [rate('events_total', 'outcome'), '{{outcome}}']),
    graph('Delay, 99 %', 'From when something happened until a group had handled it.', 's', ['histogram_quantile(0.99, sum by (le, group) (increase(events_delay_seconds_bucket[1h])))', '{{group}}']),
  ]],
  ['Logs', [lines('Brokers', 'What Kafka wrote at WARNING or above.', 'service:kafka AND level:(WARNING OR SEVERE)')]],
);

export const stores = board('matinee-stores', 'Data stores', 'PostgreSQL, both Redis, Elasticsearch, SeaweedFS',
  ['Now', [
    number('PostgreSQL', 'Whether it answers.', 'bool_on_off', 'max(server_up{job="postgresql"})', { below: 1 }),
    number('Redis', 'Whether the one that forgets answers.', 'bool_on_off', 'max(server_up{job="redis"})', { below: 1 }),
    number('Redis of state', 'Whether the one that keeps answers.', 'bool_on_off', 'max(server_up{job="redis-state"})', { below: 1 }),
    number('Elasticsearch', '0 is green, 1 yellow, 2 red.', 'short', 'max(elasticsearch_status)', { from: 2 }),
    number('SeaweedFS', 'Whether it answers.', 'bool_on_off', 'max(up{job="seaweedfs"})', { below: 1 }),
    number('Keycloak', 'Whether it answers.', 'bool_on_off', 'max(up{job="keycloak"})', { below: 1 }),
  ]],
  ['PostgreSQL', [
    graph('Connections', 'Connections by database, and how many there may be.', 'short', ['sum by (database) (postgresql_connections)', '{{database}}'], ['max(postgresql_max_connections)', 'most']),
    graph('Transactions', 'Transactions committed a second by database.', 'ops', [rate('postgresql_commits_total', 'database'), '{{database}}']),
    graph('Rolled back', 'Transactions rolled back a second by database.', 'ops', [rate('postgresql_rollbacks_total', 'database'), '{{database}}']),
    graph('Found in memory', 'The part of blocks that needed no disk.', 'percentunit', ['sum by (database) (rate(postgresql_blocks_hit_total[$__rate_interval])) / clamp_min(sum by (database) (rate(postgresql_blocks_hit_total[$__rate_interval]) + rate(postgresql_blocks_read_total[$__rate_interval])), 1e-9)', '{{database}}']),
    graph('Size', 'Size of the databases.', 'bytes', ['sum by (database) (postgresql_database_bytes)', '{{database}}']),
    graph('Written ahead', 'Bytes of write-ahead log a second.', 'Bps', [rate('postgresql_wal_bytes_total'), 'log']),
    graph('Locks', 'Locks that somebody waits for.', 'short', ['max(postgresql_locks_waiting)', 'waiting']),
    graph('Oldest transaction', 'How long it is open: what it sees cannot be cleaned away.', 's', ['max(postgresql_oldest_transaction_seconds)', 'oldest']),
    graph('Deadlocks', 'Deadlocks a second.', 'ops', [rate('postgresql_deadlocks_total'), 'deadlocks']),
  ]],
  ['Redis', [
    graph('Commands', 'Commands a second.', 'ops', [rate('redis_commands_total', 'job'), '{{job}}']),
    graph('Hit rate', 'The part of keys that were asked for and there.', 'percentunit', ['sum by (job) (rate(redis_keyspace_hits_total[$__rate_interval])) / clamp_min(sum by (job) (rate(redis_keyspace_hits_total[$__rate_interval]) + rate(redis_keyspace_misses_total[$__rate_interval])), 1e-9)', '{{job}}']),
    graph('Memory', 'Memory given out, and what may be.', 'bytes', ['sum by (job) (redis_memory_bytes)', '{{job}}'], ['sum by (job) (redis_memory_max_bytes)', 'most of {{job}}']),
    graph('Keys', 'Keys there are.', 'short', ['sum by (job) (redis_keys)', '{{job}}']),
    graph('Evicted', 'Keys thrown away for want of room, a second.', 'ops', [rate('redis_keys_evicted_total', 'job'), '{{job}}']),
    graph('Clients', 'Clients that are connected.', 'short', ['sum by (job) (redis_clients)', '{{job}}']),
  ]],
  ['Elasticsearch', [
    graph('Queries', 'Queries of shards a second.', 'ops', [rate('elasticsearch_queries_total', 'instance'), '{{instance}}']),
    graph('Query time', 'Mean time of a query of a shard.', 's', ['sum(rate(elasticsearch_query_seconds_total[$__rate_interval])) / clamp_min(sum(rate(elasticsearch_queries_total[$__rate_interval])), 1e-9)', 'mean']),
    graph('Written', 'Documents written a second, most of them lines of logs.', 'ops', [rate('elasticsearch_indexed_total', 'instance'), '{{instance}}']),
    graph('Heap', 'The part of the heap that is used.', 'percentunit', ['max by (instance) (elasticsearch_heap_used_bytes / elasticsearch_heap_max_bytes)', '{{instance}}']),
    graph('Queues', 'Tasks that wait for a thread, by pool.', 'short', ['sum by (pool) (elasticsearch_pool_queue)', '{{pool}}']),
    graph('Rejected', 'Tasks refused a second, by pool.', 'ops', [rate('elasticsearch_pool_rejected_total', 'pool'), '{{pool}}']),
    graph('Size', 'Bytes of indices.', 'bytes', ['sum by (instance) (elasticsearch_store_bytes)', '{{instance}}']),
    graph('Shards', 'Shards in use, and without a node.', 'short', ['max(elasticsearch_shards)', 'in use'], ['max(elasticsearch_shards_unassigned)', 'without a node']),
    graph('Collections', 'The part of time that collections of garbage take.', 'percentunit', [rate('elasticsearch_gc_seconds_total', 'instance'), '{{instance}}']),
  ]],
  ['SeaweedFS', [
    graph('Requests', 'Requests to S3 a second by bucket and kind.', 'reqps', ['sum by (bucket, type) (rate(SeaweedFS_s3_request_total[$__rate_interval])) or sum by (type) (rate(SeaweedFS_volumeServer_request_total[$__rate_interval]))', '{{bucket}} {{type}}']),
    graph('Stored', 'Bytes by collection, as the volumes have them.', 'bytes', ['sum by (collection) (SeaweedFS_volumeServer_total_disk_size{type="normal"})', '{{collection}}']),
    graph('Disk', 'What is left of its disk.', 'bytes', ['sum(SeaweedFS_volumeServer_resource{type="avail"})', 'left']),
  ]],
  ['Logs', [lines('Stores', 'What the stores wrote at WARNING or above.', 'service:(postgresql OR redis OR redis\\-state OR elasticsearch OR seaweedfs) AND level:(WARNING OR SEVERE)')]],
);
