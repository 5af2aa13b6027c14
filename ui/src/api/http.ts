import createClient from 'openapi-fetch';
import { problemFrom } from '../util/problem';
import type { paths as Analytics } from './generated/analytics';
import type { paths as Catalog } from './generated/catalog';
import type { paths as Encoder } from './generated/encoder';
import type { paths as Feed } from './generated/feed';
import type { paths as Gate } from './generated/gate';
import type { paths as Notify } from './generated/notify';
import type { paths as Ops } from './generated/ops';
import type { paths as Search } from './generated/search';
import type { paths as Upload } from './generated/upload';
import { accessToken, renewedToken } from './session';

const TIMEOUT_MS = 20_000;

/** Who asks is said where somebody is logged in; failures are thrown as `Problem`. */
export async function asMember(request: Request): Promise<Response> {
  const token = await accessToken();
  // A body is read once, so the second try needs its own.
  const again = token === undefined ? undefined : request.clone();
  let response = await send(request, token);
  if (response.status === 401 && again !== undefined) {
    // The session may have been ended elsewhere, or this clock be slow: one renewal tells.
    response = await send(again, await renewedToken());
  }
  return good(response);
}

/** The same answer for everybody, which the CDN and the browser may keep. */
async function asAnybody(request: Request): Promise<Response> {
  return good(await send(request, undefined));
}

function send(request: Request, token: string | undefined): Promise<Response> {
  const headers = new Headers(request.headers);
  if (token !== undefined) {
    headers.set('Authorization', `Bearer ${token}`);
  }
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  return fetch(new Request(request, { headers, signal, credentials: 'omit' }));
}

async function good(response: Response): Promise<Response> {
  if (!response.ok) {
    throw problemFrom(response.status, await response.text(), response.headers.get('Retry-After'));
  }
  return response;
}

const headers = { Accept: 'application/json, application/problem+json' };

export const catalog = createClient<Catalog>({ baseUrl: '/api/catalog/v1', fetch: asMember, headers });
export const catalogForAll = createClient<Catalog>({ baseUrl: '/api/catalog/v1', fetch: asAnybody, headers });
export const feed = createClient<Feed>({ baseUrl: '/api/feed/v1', fetch: asMember, headers });
export const search = createClient<Search>({ baseUrl: '/api/search/v1', fetch: asMember, headers });
export const notify = createClient<Notify>({ baseUrl: '/api/notify/v1', fetch: asMember, headers });
export const analytics = createClient<Analytics>({ baseUrl: '/api/analytics/v1', fetch: asMember, headers });
export const encoder = createClient<Encoder>({ baseUrl: '/api/encoder/v1', fetch: asMember, headers });
export const ops = createClient<Ops>({ baseUrl: '/api/ops/v1', fetch: asMember, headers });
export const upload = createClient<Upload>({ baseUrl: '', fetch: asMember, headers });
export const gate = createClient<Gate>({ baseUrl: '', fetch: asMember, headers });

interface Told<T> {
  data?: T;
  response: Response;
}

/** What a call answered; a call that failed has thrown already. */
export async function value<T>(call: Promise<Told<T>>): Promise<Exclude<T, undefined>> {
  return (await call).data as Exclude<T, undefined>;
}

/** What a call answered, with the revision to change it by. */
export async function withTag<T>(call: Promise<Told<T>>): Promise<{ value: Exclude<T, undefined>; etag: string }> {
  const { data, response } = await call;
  const etag = response.headers.get('ETag');
  if (etag === null) {
    throw new Error('The answer came without its revision, so nothing can be changed by it.');
  }
  return { value: data as Exclude<T, undefined>, etag };
}
