import type { components } from './generated/analytics';
import { accessToken } from './session';

type Batch = components['schemas']['Batch'];
export type Said = Batch['events'][number];
type PageSaid = components['schemas']['Page'];

const EVENTS = '/api/analytics/v1/events';
const WAIT_MS = 5000;
// The service takes 100 events and 64 KiB at once.
const MOST = 90;

let waiting: Said[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
// For the moment when the page goes, and nothing can be waited for any more.
let token: string | undefined;

/** Puts what happened in a batch that goes out a few seconds later, or when the page is left. */
export function say(event: Said): void {
  waiting.push(event);
  if (waiting.length >= MOST) {
    void flush();
  } else {
    timer ??= setTimeout(() => void flush(), WAIT_MS);
  }
}

/** What a page of the app says: that it was seen, what it showed and what was chosen. */
export function sayPage(kind: PageSaid['kind'], page: string, more: Omit<PageSaid, 'type' | 'id' | 'time' | 'kind' | 'page'> = {}): void {
  say({ type: 'page', id: crypto.randomUUID(), time: new Date().toISOString(), kind, page, ...more });
}

function taken(): string | undefined {
  clearTimeout(timer);
  timer = undefined;
  const events = waiting;
  waiting = [];
  return events.length === 0 ? undefined : JSON.stringify({ sent_at: new Date().toISOString(), events } satisfies Batch);
}

async function flush(): Promise<void> {
  token = await accessToken().catch(() => undefined);
  send(taken());
}

function send(body: string | undefined): void {
  if (body === undefined) {
    return;
  }
  if (token === undefined && navigator.sendBeacon(EVENTS, body)) {
    return;
  }
  // A beacon cannot say who sends it; a request that outlives its page can. What does not arrive is not missed.
  fetch(EVENTS, {
    method: 'POST',
    keepalive: true,
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    body,
  }).catch(() => undefined);
}

addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') {
    send(taken());
  }
});
addEventListener('pagehide', () => {
  send(taken());
});
