import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { isBeingMade } from '../util/encoding';
import { catalog, catalogForAll, value, withTag } from './http';
import type { NewVideo, Video, VideoPatch } from './types';

const PAGE = 24;
const POLL_MS = 1500;
// Whoever waits for somebody else's film is told soon enough.
const OTHERS_POLL_MS = 10_000;

const path = (id: string) => ({ path: { id } });
export const cursorOf = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

/** What a list needs to be asked for page by page. */
export const paged = { initialPageParam: undefined as string | undefined, getNextPageParam: (page: { next_cursor?: string }) => page.next_cursor };

export const latestVideos = infiniteQueryOptions({
  queryKey: ['videos', 'latest'],
  queryFn: ({ pageParam, signal }) =>
    value(catalogForAll.GET('/videos', { params: { query: { limit: PAGE, ...cursorOf(pageParam) } }, signal })),
  ...paged,
});

export const myVideos = infiniteQueryOptions({
  queryKey: ['videos', 'mine'],
  queryFn: ({ pageParam, signal }) =>
    value(catalog.GET('/me/videos', { params: { query: { limit: PAGE, ...cursorOf(pageParam) } }, signal })),
  ...paged,
});

/** One video; asked for again and again while it is made. */
export const videoQuery = (id: string) =>
  queryOptions({
    queryKey: ['video', id],
    queryFn: ({ signal }) => value(catalog.GET('/videos/{id}', { params: path(id), signal })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || !(isBeingMade(data) || data.poster?.ordered_ms !== undefined) ? false : data.owner === undefined ? OTHERS_POLL_MS : POLL_MS,
  });

/** Where it plays: kept for as long as it is shown, since what plays goes on with the address it began with. */
export const playbackQuery = (id: string) =>
  queryOptions({
    queryKey: ['playback', id],
    queryFn: ({ signal }) => value(catalog.GET('/videos/{id}/playback', { params: path(id), signal })),
    staleTime: Infinity,
    gcTime: 0,
  });

/** Who is logged in, as the platform knows them. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => value(catalog.GET('/me', { signal })),
  staleTime: 300_000,
});

export const createVideo = (video: NewVideo, idempotencyKey: string): Promise<Video> =>
  value(catalog.POST('/videos', { params: { header: { 'Idempotency-Key': idempotencyKey } }, body: video }));

/** Changes what is given, and only if nobody else changed the video since it was read. */
export async function changeVideo(id: string, change: VideoPatch): Promise<Video> {
  const { etag } = await withTag(catalog.GET('/videos/{id}', { params: path(id) }));
  return value(catalog.PATCH('/videos/{id}', { params: { ...path(id), header: { 'If-Match': etag } }, body: change }));
}

/** Has a failed video made again, of the file that is there or, when there is none, of one to be uploaded. */
export const retryVideo = (id: string): Promise<Video> => value(catalog.POST('/videos/{id}/retry', { params: path(id) }));

/** Opens a failed video for another upload. */
export const reopenVideo = (id: string): Promise<Video> =>
  value(catalog.POST('/videos/{id}/retry', { params: { ...path(id), query: { file: 'another' } } }));

/** Has the poster made of a moment of the film; until it is there, the video says what is being made. */
export const choosePoster = (id: string, positionMs: number): Promise<Video> =>
  value(catalog.PUT('/videos/{id}/poster', { params: path(id), body: { position_ms: positionMs } }));

/** What happened to a video so far, oldest first. */
export const timelineQuery = (id: string) =>
  queryOptions({ queryKey: ['timeline', id], queryFn: ({ signal }) => value(catalog.GET('/videos/{id}/timeline', { params: path(id), signal })) });

export const deleteVideo = (id: string): Promise<unknown> => catalog.DELETE('/videos/{id}', { params: path(id) });
