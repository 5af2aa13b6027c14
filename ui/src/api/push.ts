import { queryOptions } from '@tanstack/react-query';
import { keyBytes } from '../util/push';
import { notify, value } from './http';

const WORKER = '/push.js';

/** Whether this browser can be told at all; one in private mode or on a phone's older system cannot. */
export const canPush = 'serviceWorker' in navigator && 'PushManager' in window;

async function ownSubscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** A member's browsers, and which of them is this one. */
export const browsersQuery = queryOptions({
  queryKey: ['push'],
  queryFn: async ({ signal }) => {
    const [{ data = [] }, own] = await Promise.all([value(notify.GET('/push/subscriptions', { signal })), canPush ? ownSubscription() : null]);
    return data.map(({ id = '', endpoint, created_at = '' }) => ({ id, created_at, own: own !== null && endpoint === own.endpoint }));
  },
});

/** Has this browser told; asks for its leave first. */
export async function subscribeBrowser(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') {
    throw new Error('Your browser does not let Matinee show notifications. Allow it in its settings for this site, then try again.');
  }
  const { public_key = '' } = await value(notify.GET('/push/key'));
  await navigator.serviceWorker.register(WORKER);
  const worker = await navigator.serviceWorker.ready;
  const { endpoint = '', keys = {} } = (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(public_key) })).toJSON();
  await notify.POST('/push/subscriptions', { body: { endpoint, keys } });
}

/** Has a browser told no more; this one forgets its subscription too. */
export async function unsubscribeBrowser(id: string, own: boolean): Promise<void> {
  await notify.DELETE('/push/subscriptions/{id}', { params: { path: { id } } });
  if (own) {
    await (await ownSubscription())?.unsubscribe();
  }
}
