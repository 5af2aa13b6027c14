import type { paths as Ops } from '../src/api/generated/ops';
import type { paths as Upload } from '../src/api/generated/upload';
import { hoursAgo, idOf } from './house';
import { NotThere, service } from './routes';

const ops = service<Ops>('/api/ops/v1');

const SERVICES = ['alertmanager', 'analytics', 'catalog', 'cdn', 'elasticsearch', 'encoder', 'feed', 'gate', 'kafka', 'keycloak', 'notify', 'ops', 'postgresql', 'prometheus', 'redis', 'search', 'seaweedfs', 'traefik', 'upload', 'zipkin'];

ops.route('get', '/services', () => ({
  data: SERVICES.map((name, index) => ({
    service: name,
    id: `${name}-${(0x3f2a91 + index * 7919).toString(16)}`,
    node: 'harbour-1',
    address: '10.0.0.7',
    port: 21_000 + index * 37,
    status: name === 'search' ? 'critical' : 'passing',
    failing: name === 'search' ? [{ name: 'ready', status: 'critical', output: 'HTTP GET http://10.0.0.7:21555/observe/health/ready: 503 Service Unavailable: elasticsearch is away' }] : [],
    ...(index % 3 === 1 ? { version: '0.1.0-3f2a91c' } : {}),
  })),
  away: [],
}));

ops.route('get', '/jobs', () => ({
  data: SERVICES.map((name, index) => ({
    name,
    type: 'service',
    status: 'running',
    desired: 1,
    running: name === 'search' ? 0 : 1,
    allocations: [
      {
        id: idOf('6666', index),
        name: `${name}.${name}[0]`,
        node: 'harbour-1',
        version: 3,
        status: name === 'search' ? 'pending' : 'running',
        desired: 'run',
        restarts: name === 'search' ? 4 : 0,
        created_at: hoursAgo(30),
        changed_at: hoursAgo(index / 3),
        tasks: [
          {
            name,
            state: name === 'search' ? 'pending' : 'running',
            failed: false,
            restarts: name === 'search' ? 4 : 0,
            events: [
              { at: hoursAgo(index / 3), type: 'Started', message: 'Task started by client' },
              { at: hoursAgo(index / 3 + 0.1), type: 'Restarting', message: 'Task restarting in 3.2s' },
            ],
          },
        ],
      },
    ],
  })),
  away: [],
}));

ops.route('get', '/queues', () => ({
  data: [
    { group: 'encoder-workers', topic: 'encode.tasks', kind: 'share', state: 'stable', members: 4, lag: 12 },
    { group: 'feed', topic: 'content.events', kind: 'consumer', state: 'stable', members: 1, lag: 0 },
    { group: 'notify', topic: 'social.events', kind: 'consumer', state: 'preparing_rebalance', members: 1, lag: 18_204 },
    { group: 'search', topic: 'content.events', kind: 'consumer', state: 'empty', members: 0, lag: 311 },
  ],
  away: [],
}));

let waiting = 3;
ops.route('get', '/dead-letters', () => ({
  data: [
    { topic: 'content.events', group: 'search', kept: 0, waiting: 0 },
    { topic: 'social.events', group: 'notify', kept: 7, waiting },
  ],
  away: [],
}));
ops.route('get', '/dead-letters/{topic}/{group}', ({ path }) => {
  if (path['group'] !== 'notify') {
    return { data: [], away: [] };
  }
  return {
    data: Array.from({ length: 7 }, (_, index) => ({
      event_id: idOf('5555', index),
      type: 'social.comment.added',
      key: idOf('aaaa', index),
      cause: 'java.lang.IllegalStateException: no room for it, because org.postgresql.util.PSQLException: ERROR: value too long for type character varying(280)',
      from: `social.events/${index % 2}/${1800 + index}`,
      tries: 3,
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      set_aside_at: hoursAgo(index + 1),
    })),
    away: [],
  };
});
ops.route('post', '/dead-letters/{topic}/{group}/redrive', () => {
  const again = waiting;
  waiting = 0;
  return { state: 'done', again, too_old: 0 };
});

ops.route('get', '/rate-limits', () => ({
  data: [
    { rate: 'gateway', last_five_minutes: 14, last_hour: 61, last_day: 902, requests: 4_120_443 },
    { rate: 'login', last_five_minutes: 12, last_hour: 40, last_day: 411, requests: 0 },
    { rate: 'member', last_five_minutes: 0, last_hour: 3, last_day: 18, requests: 0 },
  ],
  away: [],
}));

ops.route('get', '/errors', () => ({
  problems: [
    { service: 'catalog', code: 'not_found', last_hour: 412 },
    { service: 'upload', code: 'quota_exceeded', last_hour: 9 },
    { service: 'search', code: 'index_away', last_hour: 4 },
  ],
  lines: [
    { at: hoursAgo(0.2), service: 'search', instance: 'search-401c2e', level: 'SEVERE', message: 'index_away at GET /api/search/v1/search', trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', request_id: 'req-7d1f0c' },
    { at: hoursAgo(2), service: 'notify', level: 'SEVERE', message: 'notify sets aside social.events/1/1803 after 3 tries' },
  ],
  away: [{ source: 'elasticsearch', detail: 'elasticsearch does not answer.' }],
}));

ops.route('get', '/storage', () => ({
  data: [
    { kind: 'bucket', name: 'media', bytes: 1_840_000_000_000, things: 410_223 },
    { kind: 'bucket', name: 'uploads', bytes: 92_000_000_000, things: 311 },
    { kind: 'database', name: 'catalog', bytes: 4_200_000_000 },
    { kind: 'database', name: 'notify', bytes: 9_100_000_000 },
    { kind: 'disk', name: '/dev/vda1', bytes: 81_000_000_000, room_bytes: 250_000_000_000 },
    { kind: 'index', name: 'content-v3', bytes: 610_000_000, things: 88_201 },
    { kind: 'volumes', name: 'seaweedfs-1', bytes: 1_932_000_000_000, room_bytes: 4_000_000_000_000 },
  ],
  away: [],
}));

ops.route('get', '/links', () => ({ data: ['consul', 'nomad', 'traefik', 'zipkin', 'prometheus', 'grafana'].map((name) => ({ name, url: `http://${name}.localhost:8080/` })) }));

const people = ['ada', 'bo', 'max', 'olga', 'vera'].map((username, index) => ({
  id: idOf('8888', index),
  username,
  name: `${username.charAt(0).toUpperCase()}${username.slice(1)} Sample`,
  email: `${username}@matinee.test`,
  enabled: username !== 'bo',
  created_at: hoursAgo(24 * (index + 3)),
  roles: [...(username === 'olga' ? (['operator'] as const) : []), 'viewer' as const],
}));
ops.route('get', '/users', ({ query }) => ({ data: people.filter(({ username }) => username.includes(query.get('search') ?? '')) }));
ops.route('patch', '/users/{id}', ({ path, body }) => {
  const user = people.find(({ id }) => id === path['id']);
  if (user === undefined) {
    throw new NotThere('There is no such user.');
  }
  user.enabled = (body as { enabled: boolean }).enabled;
  return user;
});

const upload = service<Upload>('');
const own: Record<string, number | null> = {};
const quotaOf = (user: string) => ({
  user,
  limits: { held_bytes: own['held_bytes'] ?? 20_000_000_000, day_bytes: own['day_bytes'] ?? 10_000_000_000, day_uploads: own['day_uploads'] ?? 200, day_partials: 2000, waiting_addresses: 20 },
  own: { ...own },
  used: { held_bytes: 4_300_000_000, day_bytes: 810_000_000, day_uploads: 3, day_partials: 0, waiting_addresses: 0 },
});
upload.route('get', '/api/upload/v1/quotas/{user}', ({ path }) => quotaOf(path['user'] ?? ''));
upload.route('patch', '/api/upload/v1/quotas/{user}', ({ path, body }) => {
  Object.assign(own, body as typeof own);
  return quotaOf(path['user'] ?? '');
});

export const opsRoutes = [...ops.routes, ...upload.routes];
