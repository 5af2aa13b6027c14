import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { cursorOf, paged } from './catalog';
import type { components } from './generated/ops';
import type { components as Upload } from './generated/upload';
import { ops, upload, value } from './http';

type Schemas = components['schemas'];

export type Away = Schemas['Away'];
export type Instance = Schemas['Instance'];
export type NomadJob = Schemas['Job'];
export type Allocation = Schemas['Allocation'];
export type Queue = Schemas['Queue'];
export type Limited = Schemas['Limited'];
export type Errors = Schemas['Errors'];
export type Used = Schemas['Used'];
export type Box = Schemas['Box'];
export type Letter = Schemas['Letter'];
export type User = Schemas['User'];
export type Quota = Upload['schemas']['Quota'];
export type OwnQuota = Upload['schemas']['OwnQuota'];

const SOON_MS = 5_000;
const LATER_MS = 20_000;
const LIMIT = 100;

const page = (cursor: string | undefined) => ({ query: { limit: LIMIT, ...cursorOf(cursor) } });

export const servicesQuery = infiniteQueryOptions({
  queryKey: ['ops', 'services'],
  queryFn: ({ pageParam, signal }) => value(ops.GET('/services', { params: page(pageParam), signal })),
  ...paged,
  refetchInterval: SOON_MS,
});

export const nomadJobsQuery = infiniteQueryOptions({
  queryKey: ['ops', 'jobs'],
  queryFn: ({ pageParam, signal }) => value(ops.GET('/jobs', { params: page(pageParam), signal })),
  ...paged,
  refetchInterval: SOON_MS,
});

export const queuesQuery = infiniteQueryOptions({
  queryKey: ['ops', 'queues'],
  queryFn: ({ pageParam, signal }) => value(ops.GET('/queues', { params: page(pageParam), signal })),
  ...paged,
  refetchInterval: SOON_MS,
});

export const boxesQuery = infiniteQueryOptions({
  queryKey: ['ops', 'dead-letters'],
  queryFn: ({ pageParam, signal }) => value(ops.GET('/dead-letters', { params: page(pageParam), signal })),
  ...paged,
  refetchInterval: SOON_MS,
});

export const lettersQuery = (topic: string, group: string) =>
  queryOptions({
    queryKey: ['ops', 'dead-letters', topic, group],
    queryFn: ({ signal }) => value(ops.GET('/dead-letters/{topic}/{group}', { params: { path: { topic, group }, query: { limit: LIMIT } }, signal })),
  });

export const redrive = (topic: string, group: string) => value(ops.POST('/dead-letters/{topic}/{group}/redrive', { params: { path: { topic, group } } }));

export const rateLimitsQuery = queryOptions({
  queryKey: ['ops', 'rate-limits'],
  queryFn: ({ signal }) => value(ops.GET('/rate-limits', { signal })),
  refetchInterval: LATER_MS,
});

export const errorsQuery = queryOptions({
  queryKey: ['ops', 'errors'],
  queryFn: ({ signal }) => value(ops.GET('/errors', { params: { query: { limit: LIMIT } }, signal })),
  refetchInterval: LATER_MS,
});

export const storageQuery = queryOptions({
  queryKey: ['ops', 'storage'],
  queryFn: ({ signal }) => value(ops.GET('/storage', { signal })),
  refetchInterval: LATER_MS,
});

export const linksQuery = queryOptions({ queryKey: ['ops', 'links'], queryFn: ({ signal }) => value(ops.GET('/links', { signal })), staleTime: Infinity });

export const usersQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['ops', 'users', search],
    queryFn: ({ pageParam, signal }) =>
      value(ops.GET('/users', { params: { query: { limit: 20, ...(search === '' ? {} : { search }), ...cursorOf(pageParam) } }, signal })),
    ...paged,
  });

export const enableUser = (id: string, enabled: boolean) => value(ops.PATCH('/users/{id}', { params: { path: { id } }, body: { enabled } }));

export const quotaQuery = (user: string) =>
  queryOptions({ queryKey: ['quota', user], queryFn: ({ signal }) => value(upload.GET('/api/upload/v1/quotas/{user}', { params: { path: { user } }, signal })) });

export const changeQuota = (user: string, body: OwnQuota) => value(upload.PATCH('/api/upload/v1/quotas/{user}', { params: { path: { user } }, body }));
