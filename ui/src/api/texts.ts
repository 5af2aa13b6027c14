import { queryOptions } from '@tanstack/react-query';
import { changedMeanwhile } from '../util/edited';
import { Problem } from '../util/problem';
import { asMember, catalog, value, withTag } from './http';
import type { Video, VideoPatch } from './types';

const path = (id: string) => ({ path: { id } });

export const captionsQuery = (id: string) =>
  queryOptions({ queryKey: ['captions', id], queryFn: ({ signal }) => value(catalog.GET('/videos/{id}/captions', { params: path(id), signal })) });

// WebVTT goes as it is, which the generated client's JSON would not let it.
async function putText(address: string, text: string): Promise<void> {
  await asMember(new Request(address, { method: 'PUT', body: text, headers: { 'Content-Type': 'text/vtt', Accept: 'application/json, application/problem+json' } }));
}

const of = (id: string) => `/api/catalog/v1/videos/${encodeURIComponent(id)}`;
export const putCaptions = (id: string, language: string, text: string): Promise<void> => putText(`${of(id)}/captions/${encodeURIComponent(language)}`, text);
export const putChapters = (id: string, text: string): Promise<void> => putText(`${of(id)}/chapters`, text);
export const deleteCaptions = (id: string, language: string): Promise<unknown> => catalog.DELETE('/videos/{id}/captions/{language}', { params: { path: { id, language } } });
export const deleteChapters = (id: string): Promise<unknown> => catalog.DELETE('/videos/{id}/chapters', { params: path(id) });

/** A video as its owner edits it, with the revision to change it by. */
export const editQuery = (id: string) =>
  queryOptions({
    queryKey: ['edit', id],
    queryFn: ({ signal }) => withTag(catalog.GET('/videos/{id}', { params: path(id), signal })),
    // What is being edited is not changed under the hand.
    staleTime: Infinity,
    gcTime: 0,
  });

/**
 * Keeps what was changed of a video. Its revision changes while it is made, too: where another change was of something else,
 * ours goes on top of it, and where it was of the same, it fails as a conflict.
 */
export async function keepEdited(original: Video, etag: string, patch: VideoPatch): Promise<Video> {
  const put = (revision: string) => value(catalog.PATCH('/videos/{id}', { params: { ...path(original.id), header: { 'If-Match': revision } }, body: patch }));
  try {
    return await put(etag);
  } catch (failure) {
    if (!(failure instanceof Problem && failure.status === 412)) {
      throw failure;
    }
    const now = await withTag(catalog.GET('/videos/{id}', { params: path(original.id) }));
    if (changedMeanwhile(original, now.value, patch)) {
      throw failure;
    }
    return put(now.etag);
  }
}
