import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import { catalog, value } from './http';

export const albumQuery = (id: string) =>
  queryOptions({ queryKey: ['album', id], queryFn: ({ signal }) => value(catalog.GET('/albums/{id}', { params: { path: { id } }, signal })) });

export const channelQuery = (channel: string) =>
  queryOptions({ queryKey: ['channel', channel], queryFn: ({ signal }) => value(catalog.GET('/channels/{channel}', { params: { path: { channel } }, signal })) });

export const channelVideos = (channel: string) =>
  infiniteQueryOptions({
    queryKey: ['videos', 'of', channel],
    queryFn: ({ pageParam, signal }) => value(catalog.GET('/videos', { params: { query: { channel, limit: 24, ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });

export const channelAlbums = (channel: string) =>
  infiniteQueryOptions({
    queryKey: ['albums', 'of', channel],
    queryFn: ({ pageParam, signal }) => value(catalog.GET('/albums', { params: { query: { channel, limit: 24, ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });
