import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { asApiQuery, type SearchWords } from '../util/searchWords';
import { cursorOf, paged } from './catalog';
import { search, value } from './http';

export const searchQuery = (asked: SearchWords, now: number) =>
  infiniteQueryOptions({
    queryKey: ['search', asked],
    queryFn: ({ pageParam, signal }) =>
      value(
        search.GET('/search', {
          params: {
            query: { ...asApiQuery(asked, now), limit: 20, facet: ['kind', 'duration', 'published', 'category', 'language', 'tag', 'licence'], ...cursorOf(pageParam) },
          },
          querySerializer: { array: { style: 'form', explode: false } },
          signal,
        }),
      ),
    ...paged,
  });

export const suggestQuery = (text: string) =>
  queryOptions({
    queryKey: ['suggest', text],
    queryFn: ({ signal }) => value(search.GET('/suggest', { params: { query: { q: text } }, signal })),
    enabled: text.length >= 2,
    staleTime: 60_000,
    retry: false,
  });
