// One dashboard for each of our services, by the same pattern: what is asked of it, what it handles, what it needs, and what is its own.
import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { board, graph, lines, number, part, quantile, rate } from './panels.js';
import type { Section } from './panels.js';

interface Service {
  name: string;
  does: string;
  /** Groups in which it reads events; none when it reads none. */
  groups?: string[];
  database?: boolean;
  outbox?: boolean;
  own?: Section;
}

const SERVICES: Service[] = [
  { name: 'gate', does: 'Who is let in, and how often' },
  {
    name: 'catalog', does: 'Content, channels, comments and what people have of them', groups: ['catalog', 'catalog-copies'], database: true, outbox: true,
    own: ['Copies', [
      graph('Answers that were not in memory', 'Copies that had to be loaded, by where they came from; what was in memory is not among them.', 'ops', [rate('catalog_copies_loaded_total', 'from'), '{{from}}']),
      graph('Hit rate of Redis', 'Of what was not in memory, the part that Redis had.', 'percentunit', [part('catalog_copies_loaded_total{from="redis"}', 'catalog_copies_loaded_total'), 'redis']),
      graph('Redis away', 'Times that Redis did not answer and was done without.', 'ops', [rate('catalog_redis_failures_total'), 'failures']),
    ]],
  },
  {
    name: 'upload', does: 'Bytes that come in', groups: ['upload'], database: true, outbox: true,
    own: ['Uploads', [
      graph('Bytes received', 'What clients sent that was kept.', 'Bps', [rate('upload_received_bytes_total'), 'received']),
      graph('Uploads completed', 'Uploads whose last byte came.', 'ops', [rate('upload_completed_total'), 'completed']),
    ]],
  },
  { name: 'encoder', does: 'Films and photos made ready; the farm has a dashboard of its own', groups: ['encoder'], database: true, outbox: true },
  {
    name: 'search', does: 'What is found', groups: ['search', 'search-visibility', 'search-counts'],
    own: ['Index', [
      graph('Answers', 'Answers by where they came from: kept, shared with another request, asked of Elasticsearch.', 'ops', [rate('search_answers_total', 'from'), '{{from}}']),
      graph('Hit rate', 'The part of answers that Elasticsearch was not asked for.', 'percentunit', [part('search_answers_total{from=~"hit|joined"}', 'search_answers_total'), 'kept']),
      graph('Documents', 'What was sent to the index; older means that a newer state was there.', 'ops', [rate('search_documents_total', 'outcome'), '{{outcome}}']),
    ]],
  },
  {
    name: 'feed', does: 'What somebody sees of whom they follow', groups: ['feed', 'feed-fanout', 'feed-visibility', 'feed-social'], database: true, outbox: true,
    own: ['Lists', [
      graph('Pushed', 'Entries that were put into members\' lists.', 'ops', [rate('feed_pushed_total'), 'pushed']),
      graph('Lists made anew', 'Lists that were made out of PostgreSQL since Redis did not hold them.', 'ops', [rate('feed_warmed_total'), 'made']),
      graph('Redis away', 'Times that Redis did not answer and was done without.', 'ops', [rate('feed_redis_failures_total'), 'failures']),
    ]],
  },
  {
    name: 'notify', does: 'Who is told of what', groups: ['notify'], database: true, outbox: true,
    own: ['Told', [
      graph('Streams', 'Members whose page listens.', 'short', ['sum(notify_streams)', 'streams']),
      graph('Deliveries', 'Mails, webhooks and pushes by how they ended.', 'ops', ['sum by (medium, outcome) (rate(notify_deliveries_total[$__rate_interval])) or vector(0)', '{{medium}} {{outcome}}']),
    ]],
  },
  {
    name: 'analytics', does: 'What was watched',
    own: ['Warehouse', [
      graph('Events taken', 'What players and pages said that Kafka has.', 'ops', [rate('analytics_collected_total'), 'taken']),
      graph('Ingest lag', 'Records of Kafka that are not in the warehouse\'s files yet, by topic.', 'short', ['sum by (topic) (kafka_group_lag{group="analytics"}) or vector(0)', '{{topic}}']),
      graph('Files', 'Files written, by topic.', 'ops', [rate('analytics_files_total', 'topic'), '{{topic}}']),
      graph('Live streams', 'Pages that watch the live numbers.', 'short', ['sum(analytics_live_streams)', 'streams']),
    ]],
  },
  { name: 'ops', does: 'What operators look at, and what they do about it' },
];

function dashboard({ name, does, groups, database, outbox, own }: Service): DashboardBuilder {
  const requests = `${name}_requests_seconds`;
  const asked = `${requests}_count{route!="observe"}`;
  const sections: Section[] = [['Now', [
    number('Instances', 'Instances that answer Prometheus.', 'short', `sum(up{job="${name}"})`, { below: 1 }),
    number('Requests', 'Requests a second, without those of health and metrics.', 'reqps', `sum(rate(${asked}[$__rate_interval])) or vector(0)`),
    number('Failures', 'The part of answers that are failures of ours (5xx).', 'percentunit', part(`${requests}_count{status=~"5.."}`, `${requests}_count`), { from: 0.01 }),
    number('Warnings and errors', 'Lines of logs a second at WARNING or above.', 'cps', `sum(rate(log_lines_total{service="${name}",level=~"WARNING|SEVERE"}[$__rate_interval])) or vector(0)`, { from: 1 }),
    number('Heap', 'The fullest heap of all instances.', 'percentunit', `max(memory_usedHeap_bytes{job="${name}"} / memory_maxHeap_bytes{job="${name}"})`, { from: 0.95 }),
    number('Up for', 'Since the youngest instance started.', 'dtdurations', `min(jvm_uptime_seconds{job="${name}"})`),
  ]], ['Requests', [
    graph('Rate', 'Requests a second by route and method.', 'reqps', [`sum by (method, route) (rate(${requests}_count[$__rate_interval]))`, '{{method}} {{route}}']),
    graph('Failures', 'Failures of ours a second by route.', 'reqps', [`sum by (route) (rate(${requests}_count{status=~"5.."}[$__rate_interval])) or vector(0)`, '{{route}}']),
    graph('Refusals', 'Refusals a second by status.', 'reqps', [`sum by (status) (rate(${requests}_count{status=~"4.."}[$__rate_interval])) or vector(0)`, '{{status}}']),
    graph('Duration, half', 'Half of the requests of a route are faster.', 's', [quantile(0.5, `${requests}_bucket`, 'route'), '{{route}}']),
    graph('Duration, 95 %', 'All but one of twenty requests of a route are faster.', 's', [quantile(0.95, `${requests}_bucket`, 'route'), '{{route}}']),
    graph('Duration, 99 %', 'All but one of a hundred requests of a route are faster.', 's', [quantile(0.99, `${requests}_bucket`, 'route'), '{{route}}']),
  ]]];
  if (groups) {
    const group = `group=~"${groups.join('|')}"`;
    sections.push(['Events', [
      graph('Handled', 'Events a second by group and outcome.', 'ops', [`sum by (group, outcome) (rate(events_total{${group}}[$__rate_interval])) or vector(0)`, '{{group}} {{outcome}}']),
      graph('Delay, 99 %', 'From when something happened until the group had handled it.', 's', [`${quantile(0.99, `events_delay_seconds_bucket{${group}}`, 'group')} >= 0 or vector(0)`, '{{group}}']),
      graph('Lag', 'Events that wait, by group.', 'short', [`sum by (group) (events_lag{${group}})`, '{{group}}']),
    ]]);
  }
  if (database) {
    sections.push(['Database', [
      graph('Connections', 'Connections of the pool by state; max is how many there may be.', 'short', [`sum by (state) (database_connections{job="${name}"})`, '{{state}}']),
      graph('Waiting', 'Requests that wait for a connection.', 'short', [`sum(database_waiting{job="${name}"})`, 'waiting']),
      graph('Wait, 99 %', 'How long a connection was waited for.', 's', [quantile(0.99, `database_acquire_seconds_bucket{job="${name}"}`), 'wait']),
    ]]);
  }
  if (outbox) {
    sections.push(['Outbox', [
      graph('Delay', 'From a change until Kafka had its event, as quantiles that the service keeps.', 's', [`max by (quantile) (${name}_outbox_delay_seconds{quantile=~"0.5|0.95|0.99"})`, '{{quantile}}']),
    ]]);
  }
  if (own) {
    sections.push(own);
  }
  sections.push(['Java', [
    graph('Heap', 'Heap in use by instance, and what it may be.', 'bytes', [`memory_usedHeap_bytes{job="${name}"}`, '{{instance}}'], [`max(memory_maxHeap_bytes{job="${name}"})`, 'most']),
    graph('Collections', 'The part of time that collections of garbage take.', 'percentunit', [`sum by (instance) (rate(gc_time_seconds_total{job="${name}"}[$__rate_interval]))`, '{{instance}}']),
    graph('Threads', 'Platform threads; virtual ones are not among them.', 'short', [`thread_count{job="${name}"}`, '{{instance}}']),
  ]], ['Logs', [
    lines('Warnings and errors', 'What it wrote at WARNING or above; a trace id leads to Zipkin.', `service:${name} AND level:(WARNING OR SEVERE)`),
  ]]);
  return board(`matinee-${name}`, name, does, ...sections);
}

export const services = SERVICES.map(dashboard);
export const serviceNames = SERVICES.map((service) => service.name);
