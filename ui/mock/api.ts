import type { paths as Catalog } from '../src/api/generated/catalog';
import type { paths as Feed } from '../src/api/generated/feed';
import type { paths as Search } from '../src/api/generated/search';
import type { Video } from '../src/api/types';
import { albums, channels, comments, feedItems, hoursAgo, idOf, playlists, videos } from './house';
import { NotThere, service, type Asked } from './routes';

const catalog = service<Catalog>('/api/catalog/v1');
const feed = service<Feed>('/api/feed/v1');
const search = service<Search>('/api/search/v1');

function videoOf({ path }: Asked): Video {
  const video = videos.find((one) => one.id === path['id']);
  if (video === undefined) {
    throw new NotThere('There is no such video.');
  }
  return video;
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
catalog.route('get', '/albums/{id}', ({ path }) => {
  const album = albums.find((one) => one.id === path['id']);
  if (album === undefined) {
    throw new NotThere('There is no such album.');
  }
  return album;
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

feed.route('get', '/home', ({ query }) => ({ data: query.get('ranker') === 'trending' ? [...feedItems].reverse() : feedItems }));
feed.route('get', '/following', () => ({ data: feedItems.slice(0, 6) }));
feed.route('get', '/trending', () => ({ data: [...feedItems].reverse() }));
feed.route('get', '/related/{id}', () => ({ data: feedItems.slice(4, 12) }));
feed.route('post', '/seen', () => undefined);

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

export const apiRoutes = [...catalog.routes, ...feed.routes, ...search.routes];
