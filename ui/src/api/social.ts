import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import { catalog, value, withTag } from './http';
import type { Comment } from './types';

type Kind = 'video' | 'album';
const path = (id: string) => ({ path: { id } });

export const likeQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['like', id],
    queryFn: ({ signal }) =>
      value(kind === 'video' ? catalog.GET('/videos/{id}/like', { params: path(id), signal }) : catalog.GET('/albums/{id}/like', { params: path(id), signal })),
  });

export function setLike(kind: Kind, id: string, liked: boolean) {
  const of = { params: path(id) };
  if (kind === 'video') {
    return value(liked ? catalog.PUT('/videos/{id}/like', of) : catalog.DELETE('/videos/{id}/like', of));
  }
  return value(liked ? catalog.PUT('/albums/{id}/like', of) : catalog.DELETE('/albums/{id}/like', of));
}

export const followQuery = (channel: string) =>
  queryOptions({
    queryKey: ['follow', channel],
    queryFn: ({ signal }) => value(catalog.GET('/channels/{channel}/follow', { params: { path: { channel } }, signal })),
  });

export function setFollow(channel: string, following: boolean) {
  const of = { params: { path: { channel } } };
  return value(following ? catalog.PUT('/channels/{channel}/follow', of) : catalog.DELETE('/channels/{channel}/follow', of));
}

export const followsQuery = infiniteQueryOptions({
  queryKey: ['follows'],
  queryFn: ({ pageParam, signal }) => value(catalog.GET('/me/follows', { params: { query: { limit: 50, ...cursorOf(pageParam) } }, signal })),
  ...paged,
});

export const commentsQuery = (kind: Kind, id: string) =>
  infiniteQueryOptions({
    queryKey: ['comments', id],
    queryFn: ({ pageParam, signal }) => {
      const of = { params: { ...path(id), query: { limit: 20, ...cursorOf(pageParam) } }, signal };
      return value(kind === 'video' ? catalog.GET('/videos/{id}/comments', of) : catalog.GET('/albums/{id}/comments', of));
    },
    ...paged,
  });

export const repliesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['replies', id],
    queryFn: ({ pageParam, signal }) =>
      value(catalog.GET('/comments/{id}/replies', { params: { ...path(id), query: { limit: 20, ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });

export function writeComment(kind: Kind, id: string, text: string, key: string, parent?: string): Promise<Comment> {
  const of = {
    params: { ...path(id), header: { 'Idempotency-Key': key } },
    body: { text, ...(parent === undefined ? {} : { parent_id: parent }) },
  };
  return value(kind === 'video' ? catalog.POST('/videos/{id}/comments', of) : catalog.POST('/albums/{id}/comments', of));
}

export const deleteComment = (id: string): Promise<unknown> => catalog.DELETE('/comments/{id}', { params: path(id) });

export async function hideComment(id: string, hidden: boolean): Promise<Comment> {
  const { etag } = await withTag(catalog.GET('/comments/{id}', { params: path(id) }));
  return value(catalog.PATCH('/comments/{id}', { params: { ...path(id), header: { 'If-Match': etag } }, body: { hidden } }));
}

export const historyQuery = infiniteQueryOptions({
  queryKey: ['history'],
  queryFn: ({ pageParam, signal }) => value(catalog.GET('/me/history', { params: { query: { limit: 24, ...cursorOf(pageParam) } }, signal })),
  ...paged,
});

export const forget = (id: string): Promise<unknown> => catalog.DELETE('/me/history/{id}', { params: path(id) });
export const forgetAll = (): Promise<unknown> => catalog.DELETE('/me/history');

/** How far somebody has watched; also while the page goes, and what fails is not missed. */
export function keepPosition(id: string, positionMs: number): void {
  catalog
    .PUT('/me/history/{id}', { params: path(id), body: { position_ms: Math.round(positionMs) }, keepalive: true })
    .catch(() => undefined);
}

export const likesQuery = infiniteQueryOptions({
  queryKey: ['likes'],
  queryFn: ({ pageParam, signal }) => value(catalog.GET('/me/likes', { params: { query: { limit: 24, ...cursorOf(pageParam) } }, signal })),
  ...paged,
});
