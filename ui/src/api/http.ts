import { Problem, problemFrom } from '../util/problem';
import { accessToken, renewedToken } from './session';

interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** `always` needs a login; `ifAny` shows a member more than a stranger; `never` is the same for everybody, and cached. */
  login?: 'always' | 'ifAny' | 'never';
  etag?: string | undefined;
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
}

export interface Answer<T> {
  value: T;
  etag: string | undefined;
}

const TIMEOUT_MS = 20_000;

/** The one way to call a service: relative addresses, JSON both ways, failures as {@link Problem}. */
export async function call<T>(path: string, options: Call = {}): Promise<Answer<T>> {
  const login = options.login ?? 'never';
  const token = login === 'never' ? undefined : await accessToken();
  if (login === 'always' && token === undefined) {
    throw new Problem({ status: 401 });
  }
  let response = await send(path, options, token);
  if (response.status === 401 && token !== undefined) {
    // The session may have been ended elsewhere, or this clock be slow: one renewal tells.
    const fresh = await renewedToken();
    if (fresh !== undefined || login === 'ifAny') {
      response = await send(path, options, fresh);
    }
  }
  if (!response.ok) {
    throw problemFrom(response.status, await response.text(), response.headers.get('Retry-After'));
  }
  const value = response.status === 204 ? undefined : ((await response.json()) as unknown);
  return { value: value as T, etag: response.headers.get('ETag') ?? undefined };
}

async function send(path: string, options: Call, token: string | undefined): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json, application/problem+json' });
  if (token !== undefined) {
    headers.set('Authorization', `Bearer ${token}`);
  }
  if (options.etag !== undefined) {
    headers.set('If-Match', options.etag);
  }
  if (options.idempotencyKey !== undefined) {
    headers.set('Idempotency-Key', options.idempotencyKey);
  }
  if (options.body !== undefined) {
    headers.set('Content-Type', 'application/json');
  }
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(path, {
    method: options.method ?? 'GET',
    headers,
    credentials: 'omit',
    body: options.body === undefined ? null : JSON.stringify(options.body),
    signal: options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]),
  });
}
