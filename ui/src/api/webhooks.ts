import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import type { components } from './generated/notify';
import { notify, value } from './http';

export type Webhook = components['schemas']['Webhook'];
export type Delivery = components['schemas']['Delivery'];

const path = (id: string) => ({ path: { id } });

export const webhooksQuery = queryOptions({ queryKey: ['webhooks'], queryFn: async ({ signal }) => (await value(notify.GET('/webhooks', { signal }))).data ?? [] });

/** What was sent to a webhook, the last first; asked for again while something is on its way. */
export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: async ({ pageParam, signal }) => {
      const { data = [], next_cursor } = await value(notify.GET('/webhooks/{id}/deliveries', { params: { ...path(id), query: { limit: 20, ...cursorOf(pageParam) } }, signal }));
      return { data, ...(next_cursor === undefined ? {} : { next_cursor }) };
    },
    ...paged,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.data[0]?.state === 'waiting' ? 3000 : false),
  });

/** Makes one, and tells what its messages are signed with. */
export async function addWebhook(url: string): Promise<string> {
  const { id = '' } = await value(notify.POST('/webhooks', { body: { url } }));
  return webhookSecret(id);
}

const webhookSecret = async (id: string): Promise<string> => (await value(notify.GET('/webhooks/{id}/secret', { params: path(id) }))).secret ?? '';

export const newSecret = async (id: string): Promise<string> => (await value(notify.POST('/webhooks/{id}/secret', { params: path(id) }))).secret ?? '';
export const testWebhook = (id: string): Promise<unknown> => notify.POST('/webhooks/{id}/test', { params: path(id) });
export const deleteWebhook = (id: string): Promise<unknown> => notify.DELETE('/webhooks/{id}', { params: path(id) });
