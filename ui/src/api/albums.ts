import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import { catalog, value, withTag } from './http';
import type { Album, AlbumPatch, NewAlbum, Photo, PhotoDetails } from './types';

const POLL_MS = 1500;
// As many as an album takes.
export const MOST_PHOTOS = 20;

/** One album; its owner's is asked for again and again while photos of it are made, others see those that are ready. */
export const albumQuery = (id: string) =>
  queryOptions({
    queryKey: ['album', id],
    queryFn: ({ signal }) => value(catalog.GET('/albums/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.owner !== undefined && state.data.photos.some((photo) => photo.state === 'uploading' || photo.state === 'processing') ? POLL_MS : false),
  });

export const myAlbums = infiniteQueryOptions({
  queryKey: ['albums', 'mine'],
  queryFn: ({ pageParam, signal }) => value(catalog.GET('/me/albums', { params: { query: { limit: 24, ...cursorOf(pageParam) } }, signal })),
  ...paged,
});

export const createAlbum = (album: NewAlbum, idempotencyKey: string): Promise<Album> =>
  value(catalog.POST('/albums', { params: { header: { 'Idempotency-Key': idempotencyKey } }, body: album }));

/** Makes a photo of an album, that waits for its file. */
export const addPhoto = (id: string, details: PhotoDetails, idempotencyKey: string): Promise<Photo> =>
  value(catalog.POST('/albums/{id}/photos', { params: { path: { id }, header: { 'Idempotency-Key': idempotencyKey } }, body: details }));

/** Changes what is given, and only if nobody else changed the album since it was read. */
export async function changeAlbum(id: string, change: AlbumPatch): Promise<Album> {
  const path = { path: { id } };
  const { etag } = await withTag(catalog.GET('/albums/{id}', { params: path }));
  return value(catalog.PATCH('/albums/{id}', { params: { ...path, header: { 'If-Match': etag } }, body: change }));
}

/** Describes a photo, or gives it another place, as of the album's newest revision: both are one thing of one photo. */
export async function changePhoto(album: string, photo: string, change: PhotoDetails): Promise<Album> {
  const { etag } = await withTag(catalog.GET('/albums/{id}', { params: { path: { id: album } } }));
  return value(catalog.PATCH('/albums/{id}/photos/{photo}', { params: { path: { id: album, photo }, header: { 'If-Match': etag } }, body: change }));
}

export const deletePhoto = (album: string, photo: string): Promise<unknown> => catalog.DELETE('/albums/{id}/photos/{photo}', { params: { path: { id: album, photo } } });

export const deleteAlbum = (id: string): Promise<unknown> => catalog.DELETE('/albums/{id}', { params: { path: { id } } });

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
