import { infiniteQueryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import { feed, value } from './http';
import type { Ranker } from './types';

const PAGE = 24;

/** What to watch next by a ranker; a stranger is only told what is trending. */
export const feedQuery = (ranker: Ranker) =>
  infiniteQueryOptions({
    queryKey: ['feed', ranker],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...cursorOf(pageParam) };
      return ranker === 'trending'
        ? value(feed.GET('/trending', { params: { query }, signal }))
        : value(feed.GET('/home', { params: { query: { ...query, ranker } }, signal }));
    },
    ...paged,
    // What is seen sinks: a list that is shown must not change its order by itself.
    staleTime: 300_000,
  });

export const relatedQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['related', id],
    queryFn: ({ pageParam, signal }) => value(feed.GET('/related/{id}', { params: { path: { id }, query: { limit: 12, ...cursorOf(pageParam) } }, signal })),
    ...paged,
    staleTime: 300_000,
  });

/** Takes note of what was on the screen; that it was is not worth a failure. */
export function noteSeen(ids: string[]): void {
  feed.POST('/seen', { body: { ids } }).catch(() => undefined);
}
