import type { Album, Channel, ChannelName, Comment, FeedItem, Photo, Playlist, Video } from '../src/api/types';

/** A small house that is the same at each start: made-up channels with made-up films. */
const NOW = Date.now();
export const hoursAgo = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
export const idOf = (kind: string, index: number) => `0199${kind}-0000-7000-8000-${String(index).padStart(12, '0')}`;

const NAMES = ['Ada Lindqvist', 'Harbour Light', 'The Slow Kitchen', 'Nightjar Films', 'Trains and Trams', 'Orchid Lab'];
export const channels: Channel[] = NAMES.map((name, index) => ({
  id: idOf('cccc', index),
  handle: name.toLowerCase().replace(/[^a-z]+/g, '-'),
  name,
  description: `What ${name} makes: one film a week, and photographs from the way there.`,
  created_at: hoursAgo(24 * 400),
  updated_at: hoursAgo(24 * 30),
}));

export function channelAt(index: number): ChannelName {
  const { id, handle, name } = channels[index % channels.length] ?? { id: '', handle: '', name: '' };
  return { id, handle, name };
}

const TITLES = [
  'Low tide at the old harbour, filmed from a kayak', 'Bread that takes three days', 'How a signal box thinks',
  'Forty orchids in forty minutes', 'A night in the fens', 'Mending a Bolex with kitchen tools', 'The 05:12 to the coast',
  'Why your soup is boring', 'Counting swifts', 'Lighthouse keepers talk about fog', 'One lens, one city, one winter',
  'The smallest cinema in the north', 'Rhubarb, forced and otherwise', 'A tram depot wakes up', 'Orchids under ultraviolet',
  'What the nightjar sees',
];

export const videos: Video[] = TITLES.map((title, index) => ({
  id: idOf('aaaa', index),
  channel: channelAt(index),
  title,
  description:
    'Filmed over a week with one camera and whatever light there was.\n\nThe chapters are in the seek bar; captions are in English and German.',
  tags: ['documentary', 'slow', 'winter'].slice(0, (index % 3) + 1),
  visibility: index === 3 ? 'unlisted' : 'public',
  state: index === 5 ? 'failed' : index === 6 ? 'processing' : 'ready',
  ...(index === 5 ? { failure: { code: 'not_a_video', detail: 'This file holds no picture that can be read.', retryable: true } } : {}),
  ...(index === 6 ? { progress: { step: 'encoding', percent: 62, rung: '720p' } as const } : {}),
  duration_ms: 24_000 + ((index * 77_000) % 900_000),
  width: 1280,
  height: 720,
  poster_url: `/media/mock/poster-${index}.svg`,
  renditions: [240, 360, 720].map((height) => ({ name: `${height}p`, width: (height * 16) / 9, height, bandwidth: height * 3000, average_bandwidth: height * 2500, codecs: 'avc1.64001f' })),
  published_at: hoursAgo(3 + index * 17),
  created_at: hoursAgo(4 + index * 17),
  updated_at: hoursAgo(3 + index * 17),
  size_bytes: 48_000_000 + index * 9_000_000,
}));

const photo = (index: number): Photo => ({
  id: idOf('ffff', index),
  alt_text: `Photograph number ${index + 1}: the harbour wall with gulls`,
  state: 'ready',
  width: 1280,
  height: index % 2 === 0 ? 720 : 1600,
  sizes: [{ width: 1280, height: 720, webp_url: `/media/mock/poster-${index + 20}.svg`, jpeg_url: `/media/mock/poster-${index + 20}.svg` }],
});

export const albums: Album[] = ['Harbour, in the rain', 'Forty orchids'].map((title, index) => ({
  id: idOf('bbbb', index),
  channel: channelAt(index),
  title,
  description: 'Taken on the way to the film.',
  tags: ['harbour'],
  visibility: 'public',
  state: 'ready',
  photos: Array.from({ length: 5 }, (_, at) => photo(index * 5 + at)),
  published_at: hoursAgo(9 + index * 40),
  created_at: hoursAgo(10 + index * 40),
  updated_at: hoursAgo(9 + index * 40),
}));

export const feedItems: FeedItem[] = [
  ...videos.filter((video) => video.state === 'ready').map((video, index) => ({ kind: 'video' as const, index, of: video, poster: video.poster_url, duration_ms: video.duration_ms })),
  ...albums.map((album, index) => ({ kind: 'album' as const, index: index + 30, of: album, poster: album.photos[0]?.sizes[0]?.webp_url, duration_ms: undefined })),
].map(({ kind, index, of, poster, duration_ms }) => ({
  kind,
  id: of.id,
  title: of.title,
  channel: of.channel,
  ...(poster === undefined ? {} : { poster }),
  ...(duration_ms === undefined ? {} : { duration_ms }),
  published_at: of.published_at ?? of.created_at,
  likes: 12 + index * 31,
  reason: {
    ranker: index % 3 === 0 ? 'following' : 'home',
    features: { age_hours: 3 + index * 17, affinity: 0.62, likes: 12 + index * 31 },
    score: 3.2 - index * 0.11,
    words: index % 3 === 0 ? `New from ${of.channel.name}, whom you follow.` : 'Many who watched what you watched watched this too.',
  },
}));

export const comments: Comment[] = [
  'The light in the second chapter is extraordinary.', 'Which lens was this?', 'I grew up two streets from there. Thank you for this.',
].map((text, index) => ({
  id: idOf('dddd', index),
  kind: 'video',
  content_id: idOf('aaaa', 0),
  author: channelAt(index + 2),
  text,
  state: 'shown',
  replies: index === 0 ? 2 : 0,
  revision: 1,
  created_at: hoursAgo(2 + index * 5),
}));

export const playlists: Playlist[] = ['To watch on trains', 'Light studies'].map((title, index) => ({
  id: idOf('eeee', index),
  channel: channelAt(0),
  title,
  description: 'Kept for later.',
  visibility: index === 0 ? 'public' : 'private',
  items: 4,
  created_at: hoursAgo(200),
  updated_at: hoursAgo(20),
}));
