import type { paths } from '../api/generated/search';
import { oneOf, words } from './query';

type ApiQuery = NonNullable<paths['/search']['get']['parameters']['query']>;

const KINDS = ['video', 'album', 'channel', 'playlist'] as const;
const DURATIONS = ['short', 'medium', 'long'] as const;
const PERIODS = ['day', 'week', 'month', 'year'] as const;
const SORTS = ['newest', 'oldest', 'popular'] as const;

/** What is looked for, as the address of the page says it. */
export interface SearchWords {
  q?: string;
  kind?: (typeof KINDS)[number];
  duration?: (typeof DURATIONS)[number];
  published?: (typeof PERIODS)[number];
  sort?: (typeof SORTS)[number];
  category?: string;
  language?: string;
  tag?: string;
  licence?: string;
}

export function searchWords(raw: Record<string, unknown>): SearchWords {
  const found: SearchWords = words(raw, 'q', 'category', 'language', 'tag', 'licence');
  const kind = oneOf(raw, 'kind', KINDS);
  const duration = oneOf(raw, 'duration', DURATIONS);
  const published = oneOf(raw, 'published', PERIODS);
  const sort = oneOf(raw, 'sort', SORTS);
  return {
    ...found,
    ...(kind === undefined ? {} : { kind }),
    ...(duration === undefined ? {} : { duration }),
    ...(published === undefined ? {} : { published }),
    ...(sort === undefined ? {} : { sort }),
  };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
// The bounds that the service counts its facets by.
const LENGTHS = { short: { duration_max_ms: 4 * MINUTE_MS - 1 }, medium: { duration_min_ms: 4 * MINUTE_MS, duration_max_ms: 20 * MINUTE_MS - 1 }, long: { duration_min_ms: 20 * MINUTE_MS } };
const SPANS = { day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS, year: 365 * 24 * HOUR_MS };

export function asApiQuery({ kind, duration, published, ...plain }: SearchWords, now: number): ApiQuery {
  return {
    ...plain,
    ...(kind === undefined ? {} : { kind: [kind] }),
    ...(duration === undefined ? {} : LENGTHS[duration]),
    ...(published === undefined ? {} : { published_after: new Date(now - SPANS[published]).toISOString() }),
  };
}
