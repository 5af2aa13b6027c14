import type { paths as Analytics } from '../src/api/generated/analytics';
import type { paths as Catalog } from '../src/api/generated/catalog';
import type { paths as Encoder } from '../src/api/generated/encoder';
import type { paths as Feed } from '../src/api/generated/feed';
import type { paths as Notify } from '../src/api/generated/notify';
import type { paths as Search } from '../src/api/generated/search';
import type { Album, Job, Video } from '../src/api/types';
import { albums, channelAt, channels, comments, feedItems, hoursAgo, idOf, playlists, videos } from './house';
import { opsRoutes } from './ops';
import { NotThere, service, type Asked } from './routes';

const analytics = service<Analytics>('/api/analytics/v1');
const catalog = service<Catalog>('/api/catalog/v1');
const encoder = service<Encoder>('/api/encoder/v1');
const feed = service<Feed>('/api/feed/v1');
const search = service<Search>('/api/search/v1');
const notify = service<Notify>('/api/notify/v1');

function videoOf({ path }: Asked): Video {
  const video = videos.find((one) => one.id === path['id']);
  if (video === undefined) {
    throw new NotThere('There is no such video.');
  }
  return video;
}

function albumOf({ path }: Asked): Album {
  const album = albums.find((one) => one.id === path['id']);
  if (album === undefined) {
    throw new NotThere('There is no such album.');
  }
  return album;
}

function channelOf({ path }: Asked) {
  const channel = channels.find((one) => one.id === path['channel'] || one.handle === path['channel']);
  if (channel === undefined) {
    throw new NotThere('There is no such channel.');
  }
  return channel;
}

const shown = videos.filter((video) => video.state === 'ready');
catalog.route('get', '/videos', ({ query }) => ({ data: shown.filter((video) => query.get('channel') === null || video.channel.id === query.get('channel')) }));
catalog.route('get', '/videos/{id}', videoOf);
catalog.route('patch', '/videos/{id}', (asked) => ({ ...videoOf(asked), ...(asked.body as Partial<Video>) }));
catalog.route('post', '/videos/{id}/retry', (asked) => ({ ...videoOf(asked), state: 'processing' }));
catalog.route('put', '/videos/{id}/poster', (asked) => ({ ...videoOf(asked), poster: { position_ms: (asked.body as { position_ms: number }).position_ms } }));
catalog.route('get', '/videos/{id}/timeline', (asked) => ({
  video_id: videoOf(asked).id,
  state: videoOf(asked).state,
  entries: [
    { at: hoursAgo(3), kind: 'created' },
    { at: hoursAgo(2.99), kind: 'upload_completed', size_bytes: 22_700_000 },
    { at: hoursAgo(2.98), kind: 'queued', place: 2 },
    { at: hoursAgo(2.9), kind: 'started', attempt: 1, worker: 'encoder-1' },
    { at: hoursAgo(2.8), kind: 'playable', renditions: ['240p'] },
    { at: hoursAgo(2.7), kind: 'ready', renditions: ['240p', '480p', '720p'] },
    { at: hoursAgo(2.6), kind: 'first_frame' },
  ],
}));
catalog.route('get', '/videos/{id}/playback', (asked) => ({
  manifest_url: '/media/mock/film.m3u8',
  poster_url: videoOf(asked).poster_url ?? '',
  storyboard_url: '/media/mock/storyboard.vtt',
  chapters_url: '/media/mock/chapters.vtt',
  captions: [
    { language: 'en', label: 'English', url: '/media/mock/en.vtt' },
    { language: 'de', label: 'Deutsch', url: '/media/mock/de.vtt' },
  ],
  resume_ms: 21_000,
}));
catalog.route('get', '/videos/{id}/captions', () => ({ data: [{ language: 'en', label: 'English' }], chapters: true }));
catalog.route('get', '/videos/{id}/like', () => ({ likes: 128, liked: false }));
catalog.route('put', '/videos/{id}/like', () => ({ likes: 129, liked: true }));
catalog.route('delete', '/videos/{id}/like', () => ({ likes: 128, liked: false }));
catalog.route('get', '/videos/{id}/comments', () => ({ comments: 5, data: comments }));
catalog.route('post', '/videos/{id}/comments', ({ body }) => ({
  ...comments[0],
  id: crypto.randomUUID(),
  kind: 'video',
  content_id: '',
  state: 'shown',
  replies: 0,
  revision: 1,
  created_at: new Date().toISOString(),
  text: (body as { text: string }).text,
}));
catalog.route('get', '/comments/{id}/replies', () => ({ comments: 2, data: comments.slice(1).map((one) => ({ ...one, id: `${one.id.slice(0, -1)}9` })) }));
catalog.route('get', '/albums', () => ({ data: albums }));
catalog.route('get', '/albums/{id}', albumOf);
catalog.route('patch', '/albums/{id}', (asked) => Object.assign(albumOf(asked), asked.body as Partial<Album>));
catalog.route('patch', '/albums/{id}/photos/{photo}', (asked) => {
  const album = albumOf(asked);
  const at = album.photos.findIndex(({ id }) => id === asked.path['photo']);
  const { position = at, ...words } = asked.body as { position?: number; alt_text?: string };
  const [photo] = album.photos.splice(at, 1);
  if (photo !== undefined) {
    album.photos.splice(position, 0, { ...photo, ...words });
  }
  return album;
});
catalog.route('delete', '/albums/{id}/photos/{photo}', (asked) => {
  const album = albumOf(asked);
  album.photos = album.photos.filter(({ id }) => id !== asked.path['photo']);
  return undefined;
});
catalog.route('get', '/albums/{id}/like', () => ({ likes: 40, liked: true }));
catalog.route('get', '/albums/{id}/comments', () => ({ comments: 3, data: comments }));
catalog.route('get', '/me', () => ({
  subject: 'mock-ada',
  name: 'ada',
  roles: ['viewer', 'creator', 'moderator', 'operator'],
  channel: channels[0] ?? { id: '', handle: '', name: '', created_at: '', updated_at: '' },
}));
catalog.route('get', '/me/videos', () => ({ data: videos.slice(0, 8) }));
catalog.route('get', '/me/albums', () => ({ data: albums }));
catalog.route('get', '/me/history', () => ({
  data: shown.slice(0, 6).map((video, index) => ({ kind: 'video' as const, id: video.id, at: hoursAgo(index * 7), position_ms: 15_000, duration_ms: video.duration_ms ?? 0, finished: index === 2, video })),
}));
catalog.route('get', '/me/likes', () => ({ data: shown.slice(2, 7).map((video, index) => ({ kind: 'video' as const, id: video.id, at: hoursAgo(index * 9), video })) }));
catalog.route('get', '/me/follows', () => ({ data: channels.slice(1, 5).map(({ id, handle, name }) => ({ channel: { id, handle, name }, since: hoursAgo(500) })) }));
catalog.route('get', '/me/playlists', () => ({ data: playlists }));
catalog.route('get', '/playlists/{id}', ({ path }) => {
  const playlist = playlists.find((one) => one.id === path['id']);
  if (playlist === undefined) {
    throw new NotThere('There is no such playlist.');
  }
  return playlist;
});
catalog.route('get', '/playlists/{id}/items', () => ({ data: shown.slice(0, 4).map((video) => ({ kind: 'video' as const, id: video.id, at: hoursAgo(30), video })) }));
catalog.route('get', '/channels/{channel}', channelOf);
catalog.route('get', '/channels/{channel}/follow', () => ({ followers: 2841, following: false }));
catalog.route('put', '/channels/{channel}/follow', () => ({ followers: 2842, following: true }));
catalog.route('delete', '/channels/{channel}/follow', () => ({ followers: 2841, following: false }));
catalog.route('get', '/channels/{channel}/playlists', () => ({ data: playlists.slice(0, 1) }));
catalog.route('get', '/reports', ({ query }) => ({
  data:
    query.get('state') === 'open' || query.get('state') === null
      ? [{ id: idOf('9999', 1), target_kind: 'comment', target_id: idOf('dddd', 1), reason: 'spam', text: 'The same link under every film.', state: 'open', created_at: hoursAgo(6), reporter: 'mock-bo' }]
      : [],
}));

catalog.route('post', '/playlists', ({ body }) => {
  const { title } = body as { title: string };
  const made = { ...playlists[0], id: crypto.randomUUID(), title, items: 0, visibility: 'private' as const, channel: channelAt(0), created_at: hoursAgo(0), updated_at: hoursAgo(0) };
  playlists.unshift(made);
  return made;
});
catalog.route('put', '/playlists/{id}/items/{content}', ({ path }) => {
  const playlist = playlists.find((one) => one.id === path['id']);
  if (playlist === undefined) {
    throw new NotThere('There is no such playlist.');
  }
  return playlist;
});
catalog.route('delete', '/playlists/{id}', ({ path }) => {
  playlists.splice(playlists.findIndex((one) => one.id === path['id']), 1);
  return undefined;
});
catalog.route('put', '/videos/{id}/captions/{language}', () => undefined);
catalog.route('put', '/me/history/{id}', () => undefined);

feed.route('get', '/home', ({ query }) => ({ data: query.get('ranker') === 'trending' ? [...feedItems].reverse() : feedItems }));
feed.route('get', '/following', () => ({ data: feedItems.slice(0, 6) }));
feed.route('get', '/trending', () => ({ data: [...feedItems].reverse() }));
feed.route('get', '/related/{id}', () => ({ data: feedItems.slice(4, 12) }));
feed.route('post', '/seen', () => undefined);

const jobs: Job[] = videos.slice(0, 6).map((video, index) => ({
  id: idOf('1111', index),
  content_id: video.id,
  submission_id: idOf('2222', index),
  state: index === 0 ? 'leased' : index === 5 ? 'failed' : 'ready',
  step: index === 0 ? 'encoding' : 'publishing',
  percent: index === 0 ? 62 : 100,
  attempts: 1,
  created_at: hoursAgo(index),
  updated_at: hoursAgo(index),
  ...(index === 0 ? { rung: '720p' } : {}),
  ...(index === 5 ? { cause: { code: 'not_a_video', detail: 'This file holds no picture that can be read.', retryable: true } } : {}),
}));
function jobOf({ path }: Asked): Job {
  const job = jobs.find((one) => one.id === path['id']);
  if (job === undefined) {
    throw new NotThere('There is no such job.');
  }
  return job;
}
encoder.route('get', '/jobs', () => ({ data: jobs }));
encoder.route('post', '/jobs/{id}/retry', (asked) => {
  const job = jobOf(asked);
  delete job.cause;
  return Object.assign(job, { state: 'queued', step: 'waiting', percent: 0, attempts: 0 } as const);
});
encoder.route('post', '/jobs/{id}/cancel', (asked) => Object.assign(jobOf(asked), { state: 'failed', cause: { code: 'cancelled', detail: 'It was cancelled by an operator.', retryable: true } } as const));
search.route('get', '/reindex', () => ({ state: 'done', read: 18, indexed: 18, started_at: hoursAgo(30) }));

search.route('get', '/search', ({ query }) => ({
  total: { value: shown.length, exact: true },
  data: shown.slice(0, 8).map((video, index) => ({
    kind: 'video',
    id: video.id,
    title: video.title,
    description: video.description ?? '',
    likes: 40,
    comments: 3,
    followers: 0,
    channel: video.channel,
    ...(video.poster_url === undefined ? {} : { poster: video.poster_url }),
    ...(video.duration_ms === undefined ? {} : { duration_ms: video.duration_ms }),
    published_at: video.published_at ?? video.created_at,
    highlights: { title: [video.title.replace(/harbour/i, '<em>harbour</em>')] },
    ...(index === 0 ? { cues: [{ language: 'en', start_ms: 6_000, end_ms: 12_000, text: 'Nobody is up yet but the <em>gulls</em>.' }] } : {}),
  })),
  facets: {
    kind: [{ value: 'video', count: 12 }, { value: 'album', count: 2 }, { value: 'channel', count: 1 }],
    duration: [{ value: 'short', count: 3 }, { value: 'medium', count: 8 }, { value: 'long', count: 1 }],
    published: [{ value: 'week', count: 5 }, { value: 'month', count: 11 }],
    language: [{ value: 'en', count: 10 }, { value: 'de', count: 2 }],
  },
  ...(query.get('cursor') === null ? {} : {}),
}));
search.route('get', '/suggest', ({ query }) => ({
  data: [
    { text: `${query.get('q') ?? ''} at low tide`, kind: 'query' },
    { text: shown[0]?.title ?? '', kind: 'video', id: shown[0]?.id ?? '' },
    { text: channels[1]?.name ?? '', kind: 'channel', id: channels[1]?.id ?? '', handle: channels[1]?.handle ?? '' },
  ],
}));

notify.route('get', '/notifications', () => ({
  seen: 'mock',
  unread: 3,
  data: [
    { id: idOf('7777', 0), kind: 'new_video', text: 'Harbour Light published “Bread that takes three days”.', url: `/watch/${shown[1]?.id ?? ''}`, read: false, created_at: hoursAgo(1), changed_at: hoursAgo(1) },
    { id: idOf('7777', 1), kind: 'like', text: 'Orchid Lab and 11 others like “Low tide at the old harbour”.', url: `/watch/${shown[0]?.id ?? ''}`, read: false, created_at: hoursAgo(5), changed_at: hoursAgo(3) },
    { id: idOf('7777', 2), kind: 'failed', text: 'Your film “Mending a Bolex with kitchen tools” could not be made.', detail: 'This file holds no picture that can be read.', read: false, created_at: hoursAgo(20), changed_at: hoursAgo(20) },
    { id: idOf('7777', 3), kind: 'comment', text: 'Trains and Trams commented on your film.', comment: { id: '', author: 'Trains and Trams', text: 'Which lens was this?' }, read: true, created_at: hoursAgo(50), changed_at: hoursAgo(50) },
  ],
}));
notify.route('get', '/notifications/unread', () => ({ unread: 3 }));
notify.route('get', '/preferences', () => ({
  kinds: { new_video: { in_app: true, email: true, push: false, webhook: false }, comment: { in_app: true } },
  quiet_hours: { from: '22:00', to: '07:00' },
  digest: 'daily',
  time_zone: 'Europe/Berlin',
  language: 'en',
}));
const webhooks = [{ id: idOf('8888', 0), url: 'https://example.org/matinee', kinds: [], state: 'enabled' as const, created_at: hoursAgo(90) }];
const browsers = [{ id: idOf('6666', 0), endpoint: 'https://push.example.org/one', created_at: hoursAgo(400) }];
notify.route('get', '/webhooks', () => ({ data: webhooks }));
notify.route('post', '/webhooks', ({ body }) => {
  const made = { id: crypto.randomUUID(), url: (body as { url: string }).url, kinds: [], state: 'enabled' as const, created_at: hoursAgo(0) };
  webhooks.push(made);
  return made;
});
notify.route('get', '/webhooks/{id}/secret', () => ({ secret: 'whsec_bWFkZSB1cA==' }));
notify.route('post', '/webhooks/{id}/secret', () => ({ secret: 'whsec_bWFkZSB1cCBhbmV3' }));
notify.route('post', '/webhooks/{id}/test', () => ({ delivery_id: idOf('8888', 9) }));
notify.route('delete', '/webhooks/{id}', ({ path }) => {
  webhooks.splice(webhooks.findIndex(({ id }) => id === path['id']), 1);
  return undefined;
});
notify.route('get', '/webhooks/{id}/deliveries', () => ({
  data: [
    { id: idOf('8888', 2), kind: 'webhook.test', state: 'sent', status: 204, tries: 1, created_at: hoursAgo(0) },
    { id: idOf('8888', 1), kind: 'comment', state: 'failed', status: 500, tries: 11, problem: 'It answered 500 for four days.', created_at: hoursAgo(200) },
  ],
}));
notify.route('get', '/push/key', () => ({ public_key: 'BA' }));
notify.route('get', '/push/subscriptions', () => ({ data: browsers }));
notify.route('delete', '/push/subscriptions/{id}', ({ path }) => {
  browsers.splice(browsers.findIndex(({ id }) => id === path['id']), 1);
  return undefined;
});
notify.route('put', '/preferences', ({ body }) => body as Record<string, never>);

type Points = Analytics['/metrics/{metric}/overall']['get']['responses'][200]['content']['application/json'];
const SCALE: Partial<Record<string, number>> = { views: 4213, sessions: 5120, watch_time: 91_000_000, video_startup_time: 640, rebuffer_percentage: 0.7, rebuffer_count: 0.2, playback_failure_percentage: 0.4, exits_before_video_start: 2.1, max_upscale_percentage: 11, viewer_experience_score: 91 };
const metricOf = ({ path }: Asked) => (path['metric'] ?? 'views') as Points['metric'];
const period = ({ query }: Asked) => ({ from: query.get('from') ?? '', to: query.get('to') ?? '' });

function points(asked: Asked, keys: string[]): Points {
  const metric = metricOf(asked);
  const sum = ['views', 'sessions', 'watch_time'].includes(metric);
  const base = (SCALE[metric] ?? 1) / (sum ? keys.length : 1);
  return {
    metric,
    ...period(asked),
    data: keys.map((key, index) => ({ key, value: Math.round(base * (1 + 0.4 * Math.sin(index * 1.7)) * 100) / 100, sessions: Math.round(5120 / keys.length) })),
  };
}

analytics.route('get', '/metrics/{metric}/overall', (asked) => points(asked, ['all']));
analytics.route('get', '/metrics/{metric}/timeseries', (asked) => {
  const { from, to } = period(asked);
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < 366; at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return points(asked, days);
});
analytics.route('get', '/metrics/{metric}/breakdown', (asked) => points(asked, ['home', 'search', 'related', 'trending', 'direct', '']));
analytics.route('get', '/reports', () => ({
  data: [
    { name: 'overview', words: 'One row: what was watched, by how many, and what they did about it.', columns: ['views', 'watch_ms', 'viewers', 'likes', 'comments', 'followers_gained', 'shown', 'clicked'], operators_only: false },
    { name: 'sources', words: 'Where in the platform, or from which host, viewers came.', columns: ['source', 'referrer', 'views', 'sessions', 'watch_ms'], operators_only: false },
    { name: 'top_content', words: 'What had the most views.', columns: ['content_id', 'title', 'channel_id', 'views', 'sessions', 'watch_ms', 'viewer_experience_score'], operators_only: false },
  ],
}));
analytics.route('get', '/reports/{report}', (asked) => ({
  report: (asked.path['report'] ?? 'overview') as 'overview',
  ...period(asked),
  data:
    asked.path['report'] === 'overview'
      ? [{ views: 4213, watch_ms: 91_000_000, viewers: 1800, likes: 310, comments: 44, followers_gained: 61, shown: 22_100, clicked: 3900 }]
      : asked.path['report'] === 'top_content'
        ? shown.slice(0, 5).map((video, index) => ({ content_id: video.id, title: video.title, channel_id: video.channel.id, views: 900 - index * 130, sessions: 1000 - index * 120, watch_ms: 9_000_000, viewer_experience_score: 92.5 }))
        : ['home', 'search', 'related'].map((source, index) => ({ source, views: 900 - index * 200, sessions: 1000 - index * 220, watch_ms: 8_000_000 })),
}));
analytics.route('get', '/videos/{id}/retention', (asked) => ({
  video: asked.path['id'] ?? '',
  ...period(asked),
  sessions: 512,
  step_seconds: 1,
  data: Array.from({ length: 60 }, (_, second) => ({ second, watching: Math.round(512 * Math.exp(-second / 45)), share: Math.exp(-second / 45) })),
}));
analytics.route('post', '/events', () => ({ taken: 1, refused: [] }));

export const apiRoutes = [...analytics.routes, ...encoder.routes, ...catalog.routes, ...feed.routes, ...search.routes, ...notify.routes, ...opsRoutes];
