// What viewers get, and what they were promised.
import { board, graph, lines, number, part, rate } from './panels.js';

export const cdn = board('matinee-cdn', 'CDN', 'nginx: what viewers load',
  ['Now', [
    number('Answers', 'Answers for media a second.', 'reqps', rate('cdn_answers_total')),
    number('Sent', 'Bytes of media a second.', 'Bps', rate('cdn_bytes_total')),
    number('Hit rate', 'The part of answers that needed no other server.', 'percentunit', part('cdn_answers_total{cache=~"hit|stale|updating|revalidated"}', 'cdn_answers_total{cache!="none"}')),
    number('Failures', 'The part of answers that are failures (5xx).', 'percentunit', part('cdn_answers_total{status="5xx"}', 'cdn_answers_total'), { from: 0.001 }),
    number('Connections', 'Connections of clients.', 'short', 'sum(cdn_connections)'),
    number('Instances', 'Instances that answer.', 'short', 'sum(up{job="cdn"})', { below: 1 }),
  ]],
  ['Delivery', [
    graph('By cache', 'Answers a second by what the cache had.', 'reqps', [rate('cdn_answers_total', 'cache'), '{{cache}}']),
    graph('By status', 'Answers a second by status.', 'reqps', [rate('cdn_answers_total', 'status'), '{{status}}']),
    graph('Bytes by cache', 'Bytes a second by what the cache had.', 'Bps', [rate('cdn_bytes_total', 'cache'), '{{cache}}']),
    graph('Connections', 'Connections by what they do.', 'short', ['sum by (state) (cdn_connections)', '{{state}}']),
    graph('Through the gateway', 'Requests a second for media and pages.', 'reqps', ['sum by (code) (rate(traefik_service_requests_total{service=~"cdn@.+"}[$__rate_interval]))', '{{code}}']),
    graph('On the way to the warehouse', 'Lines of its log that analytics has not read.', 'short', ['sum(kafka_group_lag{group="analytics",topic="delivery.requests"}) or vector(0)', 'lines']),
  ]],
  ['Logs', [lines('Failures', 'Access log: media that was answered with 5xx.', 'service:cdn AND status:[500 TO 599]')]],
);

export const product = board('matinee-product', 'Product', 'What is watched, and how well; views by the published rule are the warehouse\'s, in the app\'s analytics',
  ['Now', [
    number('Views a minute', 'First frames that players reported.', 'short', '60 * sum(rate(analytics_playback_total{kind="playing"}[$__rate_interval]))'),
    number('Watched', 'Seconds of film that are watched in a second: about how many watch.', 'short', 'sum(rate(analytics_watched_milliseconds_total[$__rate_interval])) / 1000'),
    number('Waited', 'The part of watching that is waiting.', 'percentunit', part('analytics_stalled_milliseconds_total', 'analytics_watched_milliseconds_total'), { from: 0.02 }),
    number('Failed', 'Of what players began, the part that failed.', 'percentunit', part('analytics_playback_total{kind="failed"}', 'analytics_playback_total{kind="started"}'), { from: 0.02 }),
    number('Uploads', 'Uploads of the last hour.', 'short', 'sum(increase(upload_completed_total[1h]))'),
    number('Ready', 'Films and photos that became ready in the last hour.', 'short', 'sum(increase(encoder_jobs_total{outcome="ready"}[1h]))'),
  ]],
  ['Watching', [
    graph('What players say', 'Reports a second by kind.', 'ops', [rate('analytics_playback_total', 'kind'), '{{kind}}']),
    graph('Watched', 'Seconds of film a second.', 'short', ['sum(rate(analytics_watched_milliseconds_total[$__rate_interval])) / 1000', 'watched']),
    graph('Waited', 'The part of watching that is waiting (rebuffering).', 'percentunit', [part('analytics_stalled_milliseconds_total', 'analytics_watched_milliseconds_total'), 'waited']),
  ]],
  ['Doing', [
    graph('Searches', 'Searches a second.', 'reqps', ['sum(rate(search_requests_seconds_count{route="/api/search/v1/search"}[$__rate_interval]))', 'searches']),
    graph('Feeds read', 'Home feeds a second.', 'reqps', ['sum(rate(feed_requests_seconds_count{route="/api/feed/v1/home"}[$__rate_interval])) or vector(0)', 'feeds']),
    graph('What happens', 'Events of members and content a second, by type.', 'ops', ['sum by (type) (rate(events_total{group=~"feed|feed-social|catalog"}[$__rate_interval]))', '{{type}}']),
  ]],
);

export const slos = board('matinee-slos', 'Promises', 'What users were promised (grafana/prometheus/rules/slo.yml), and how much of what may go wrong is used up',
  ['Now', [
    graph('Bad, five minutes', 'The part of what was asked that was bad, by promise.', 'percentunit', ['(slo:ratio5m >= 0) or slo:bad', '{{slo}}']),
    graph('Bad, an hour', 'As before, over an hour: what the fast alert looks at.', 'percentunit', ['(slo:ratio1h >= 0) or slo:bad', '{{slo}}']),
    graph('Bad, three days', 'As before, over three days: what the slow alert looks at.', 'percentunit', ['(slo:ratio3d >= 0) or slo:bad', '{{slo}}']),
  ]],
  ['Budget', [
    graph('Burn rate, an hour', 'How many times faster than allowed the budget goes; 14.4 wakes somebody.', 'short', ['((slo:ratio1h >= 0) or slo:bad) / on(slo) slo:budget', '{{slo}}']),
    graph('Burn rate, six hours', 'As before, over six hours; 6 wakes somebody.', 'short', ['((slo:ratio6h >= 0) or slo:bad) / on(slo) slo:budget', '{{slo}}']),
    graph('Allowed', 'What may be bad.', 'percentunit', ['slo:budget', '{{slo}}']),
    graph('Asked', 'What is counted, a second, by promise.', 'ops', ['slo:all', '{{slo}}']),
    graph('Alerts', 'Alerts that wait or fire, by name.', 'short', ['count by (alertname, alertstate) (ALERTS)', '{{alertname}} {{alertstate}}']),
    graph('Notifications', 'Messages of Alertmanager a second, and those that failed.', 'ops', [rate('alertmanager_notifications_total'), 'sent'], [rate('alertmanager_notifications_failed_total'), 'failed']),
  ]],
);
