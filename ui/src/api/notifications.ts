import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import { notify, value, withTag } from './http';
import type { Preferences } from './types';

export const inboxQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ['inbox', unread],
    queryFn: ({ pageParam, signal }) => value(notify.GET('/notifications', { params: { query: { unread, limit: 30, ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });

export const unreadQuery = queryOptions({
  queryKey: ['unread'],
  queryFn: ({ signal }) => value(notify.GET('/notifications/unread', { signal })),
});

export const mark = (id: string, read: boolean): Promise<unknown> => notify.PATCH('/notifications/{id}', { params: { path: { id } }, body: { read } });
export const markAll = (seen: string): Promise<unknown> => notify.POST('/notifications/read', { body: { seen } });
export const removeNotification = (id: string): Promise<unknown> => notify.DELETE('/notifications/{id}', { params: { path: { id } } });

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: ({ signal }) => withTag(notify.GET('/preferences', { signal })),
});

export const putPreferences = (preferences: Preferences, etag: string): Promise<Preferences> =>
  value(notify.PUT('/preferences', { params: { header: { 'If-Match': etag } }, body: preferences }));
