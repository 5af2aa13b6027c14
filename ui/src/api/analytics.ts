import { queryOptions } from '@tanstack/react-query';
import type { Dimension, Metric } from '../util/metrics';
import type { Period } from '../util/period';
import type { components } from './generated/analytics';
import { analytics } from './http';

type Schemas = components['schemas'];
export type ReportName = Schemas['Report'];
export type ReportRow = Record<string, unknown>;

/** What a report is about: one video, one channel, or for operators everything. */
export interface Scope {
  video?: string;
  channel?: string;
}

function filtersOf(scope: Scope, more: string | undefined): { filters?: string } {
  const filters = [scope.video === undefined ? '' : `video:${scope.video}`, scope.channel === undefined ? '' : `channel:${scope.channel}`, more ?? '']
    .filter((part) => part !== '')
    .join(',');
  return filters === '' ? {} : { filters };
}

/** What was asked for as JSON, or with another format as its text: the contract cannot say that the one goes with the other. */
async function answered<T>(call: Promise<{ data?: unknown }>): Promise<T> {
  return (await call).data as T;
}

/** The most rows of a breakdown or a report, on the page as in its file. */
export const MOST_ROWS = 100;

const FRESH = { staleTime: 60_000, retry: false } as const;

export const overallQuery = (metric: Metric, scope: Scope, period: Period, filters?: string) =>
  queryOptions({
    queryKey: ['metric', metric, 'overall', scope, period, filters],
    queryFn: async ({ signal }) =>
      (await answered<Schemas['Points']>(analytics.GET('/metrics/{metric}/overall', { params: { path: { metric }, query: { ...filtersOf(scope, filters), ...period } }, signal }))).data[0] ?? null,
    ...FRESH,
  });

export const seriesQuery = (metric: Metric, scope: Scope, period: Period, filters?: string) =>
  queryOptions({
    queryKey: ['metric', metric, 'timeseries', scope, period, filters],
    queryFn: async ({ signal }) =>
      (await answered<Schemas['Points']>(analytics.GET('/metrics/{metric}/timeseries', { params: { path: { metric }, query: { ...filtersOf(scope, filters), ...period } }, signal }))).data,
    ...FRESH,
  });

export const breakdownQuery = (metric: Metric, group_by: Dimension, scope: Scope, period: Period, filters?: string) =>
  queryOptions({
    queryKey: ['metric', metric, 'breakdown', group_by, scope, period, filters],
    queryFn: async ({ signal }) =>
      (
        await answered<Schemas['Points']>(
          analytics.GET('/metrics/{metric}/breakdown', {
            params: { path: { metric }, query: { group_by, limit: MOST_ROWS, ...filtersOf(scope, filters), ...period } },
            signal,
          }),
        )
      ).data,
    ...FRESH,
  });

export const reportsQuery = queryOptions({
  queryKey: ['reports', 'names'],
  queryFn: async ({ signal }) => (await answered<Schemas['Reports']>(analytics.GET('/reports', { signal }))).data,
  staleTime: Infinity,
});

export const reportQuery = (report: ReportName, scope: Scope, period: Period) =>
  queryOptions({
    queryKey: ['report', report, scope, period],
    queryFn: async ({ signal }) => (await answered<Schemas['Rows']>(analytics.GET('/reports/{report}', { params: { path: { report }, query: { limit: MOST_ROWS, ...scope, ...period } }, signal }))).data,
    ...FRESH,
  });

export const retentionQuery = (id: string, period: Period) =>
  queryOptions({
    queryKey: ['retention', id, period],
    queryFn: ({ signal }) => answered<Schemas['Retention']>(analytics.GET('/videos/{id}/retention', { params: { path: { id }, query: period }, signal })),
    ...FRESH,
  });

export const reportCsv = (report: ReportName, scope: Scope, period: Period): Promise<string> =>
  answered(analytics.GET('/reports/{report}', { params: { path: { report }, query: { limit: MOST_ROWS, ...scope, ...period, format: 'csv' } }, parseAs: 'text' }));

export const seriesCsv = (metric: Metric, scope: Scope, period: Period, filters?: string): Promise<string> =>
  answered(analytics.GET('/metrics/{metric}/timeseries', { params: { path: { metric }, query: { ...filtersOf(scope, filters), ...period, format: 'csv' } }, parseAs: 'text' }));

export const breakdownCsv = (metric: Metric, group_by: Dimension, scope: Scope, period: Period, filters?: string): Promise<string> =>
  answered(
    analytics.GET('/metrics/{metric}/breakdown', {
      params: { path: { metric }, query: { group_by, limit: MOST_ROWS, ...filtersOf(scope, filters), ...period, format: 'csv' } },
      parseAs: 'text',
    }),
  );

export const retentionCsv = (id: string, period: Period): Promise<string> =>
  answered(analytics.GET('/videos/{id}/retention', { params: { path: { id }, query: { ...period, format: 'csv' } }, parseAs: 'text' }));
