import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import { analytics, catalog, encoder, gate, notify, search, value } from './http';
import type { Report } from './types';

const SOON_MS = 5000;

export const jobsQuery = infiniteQueryOptions({
  queryKey: ['jobs'],
  queryFn: ({ pageParam, signal }) => value(encoder.GET('/jobs', { params: { query: { limit: 50, ...cursorOf(pageParam) } }, signal })),
  ...paged,
  refetchInterval: SOON_MS,
});

export const retryJob = (id: string) => value(encoder.POST('/jobs/{id}/retry', { params: { path: { id } } }));
export const cancelJob = (id: string) => value(encoder.POST('/jobs/{id}/cancel', { params: { path: { id } } }));

export const reindexQuery = queryOptions({
  queryKey: ['reindex'],
  queryFn: ({ signal }) => value(search.GET('/reindex', { signal })),
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1000 : false),
});
export const reindex = () => value(search.POST('/reindex'));

export const moderationQuery = (state: Report['state']) =>
  infiniteQueryOptions({
    queryKey: ['moderation', state],
    queryFn: ({ pageParam, signal }) => value(catalog.GET('/reports', { params: { query: { state, limit: 30, ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });

export const decide = (id: string, outcome: 'upheld' | 'dismissed', note: string): Promise<Report> =>
  value(catalog.PATCH('/reports/{id}', { params: { path: { id } }, body: { outcome, ...(note === '' ? {} : { note }) } }));

/** A comment that was reported: moderators see it whatever became of it. */
export const commentQuery = (id: string) =>
  queryOptions({ queryKey: ['comment', id], queryFn: ({ signal }) => value(catalog.GET('/comments/{id}', { params: { path: { id } }, signal })), retry: false });

export const tellEverybody = (id: string, title: string, text: string) => value(notify.POST('/messages', { body: { id, title, ...(text === '' ? {} : { text }) } }));
export const endSessions = (subject: string) => value(gate.POST('/api/gate/v1/revocations', { body: { subject } }));
export const eraseFromAnalytics = (user: string) => value(analytics.POST('/erasures', { body: { user } }));
