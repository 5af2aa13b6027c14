import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import { catalog, value, withTag } from './http';
import type { Playlist } from './types';

const path = (id: string) => ({ path: { id } });

export const ownPlaylists = infiniteQueryOptions({
  queryKey: ['playlists', 'mine'],
  queryFn: ({ pageParam, signal }) => value(catalog.GET('/me/playlists', { params: { query: { limit: 50, ...cursorOf(pageParam) } }, signal })),
  ...paged,
});

export const channelPlaylists = (channel: string) =>
  infiniteQueryOptions({
    queryKey: ['playlists', channel],
    queryFn: ({ pageParam, signal }) =>
      value(catalog.GET('/channels/{channel}/playlists', { params: { path: { channel }, query: cursorOf(pageParam) }, signal })),
    ...paged,
  });

export const playlistQuery = (id: string) =>
  queryOptions({ queryKey: ['playlist', id], queryFn: ({ signal }) => value(catalog.GET('/playlists/{id}', { params: path(id), signal })) });

export const playlistItems = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['playlist', id, 'items'],
    queryFn: ({ pageParam, signal }) =>
      value(catalog.GET('/playlists/{id}/items', { params: { ...path(id), query: { limit: 50, ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });

export const createPlaylist = (title: string, visibility: Playlist['visibility'], key: string): Promise<Playlist> =>
  value(catalog.POST('/playlists', { params: { header: { 'Idempotency-Key': key } }, body: { title, visibility } }));

export async function changePlaylist(id: string, change: { title?: string; visibility?: Playlist['visibility'] }): Promise<Playlist> {
  const { etag } = await withTag(catalog.GET('/playlists/{id}', { params: path(id) }));
  return value(catalog.PATCH('/playlists/{id}', { params: { ...path(id), header: { 'If-Match': etag } }, body: change }));
}

export const deletePlaylist = (id: string): Promise<unknown> => catalog.DELETE('/playlists/{id}', { params: path(id) });

/** Puts a video in at a place, or at the end; one that is there already moves. */
export const putIn = (id: string, video: string, position?: number): Promise<Playlist> =>
  value(
    catalog.PUT('/playlists/{id}/items/{content}', {
      params: { path: { id, content: video } },
      body: position === undefined ? {} : { position },
    }),
  );

export const takeOut = (id: string, video: string): Promise<unknown> =>
  catalog.DELETE('/playlists/{id}/items/{content}', { params: { path: { id, content: video } } });
