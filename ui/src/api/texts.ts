import { queryOptions } from '@tanstack/react-query';
import { asMember, catalog, value } from './http';

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
    queryFn: async ({ signal }) => {
      const { data, response } = await catalog.GET('/videos/{id}', { params: path(id), signal });
      if (data === undefined) {
        throw new Error('The video came without its description.');
      }
      return { value: data, etag: response.headers.get('ETag') ?? '*' };
    },
    // What is being edited is not changed under the hand.
    staleTime: Infinity,
    gcTime: 0,
  });
