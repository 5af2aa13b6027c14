import { problemFrom } from '../util/problem';
import { EventReader, type ServerEvent } from '../util/sse';
import { accessToken } from './session';

const AGAIN_MS = [1000, 2000, 5000, 15_000, 30_000];

/**
 * Reads a service's Server-Sent Events for as long as the signal lets it, opened anew whenever the stream ends. A browser's
 * own `EventSource` cannot say who asks.
 */
export async function listen(path: string, signal: AbortSignal, told: (event: ServerEvent) => void, failed: (error: unknown) => void = () => undefined): Promise<void> {
  let last: string | undefined;
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      const token = await accessToken();
      if (token === undefined) {
        return;
      }
      const response = await fetch(path, {
        signal,
        credentials: 'omit',
        headers: { Accept: 'text/event-stream', Authorization: `Bearer ${token}`, ...(last === undefined ? {} : { 'Last-Event-ID': last }) },
      });
      if (!response.ok || response.body === null) {
        throw problemFrom(response.status, await response.text(), response.headers.get('Retry-After'));
      }
      const events = new EventReader();
      const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await text.read(); !part.done; part = await text.read()) {
        tries = 0;
        for (const event of events.read(part.value)) {
          last = event.id ?? last;
          told(event);
        }
      }
    } catch (error) {
      // The page went, or the network: either way there is nothing to do but to come again.
      failed(error);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]));
  }
}
