import { METRICS, type Dimension, type Metric } from './metrics';
import { periodWords, type PeriodWords } from './period';
import { oneOf, words } from './query';

export const DIMENSIONS = ['source', 'device', 'browser', 'os', 'country', 'referrer', 'rung', 'audience', 'channel', 'video'] as const satisfies readonly Dimension[];
const NAMES = Object.keys(METRICS) as Metric[];

/** What a page of numbers shows, as its address says it: everything, so that what one sees can be sent to another. */
export interface AnalyticsWords extends PeriodWords {
  metric?: Metric;
  by?: Dimension;
  filters?: string;
  show?: string;
}

export function analyticsWords(raw: Record<string, unknown>): AnalyticsWords {
  const metric = oneOf(raw, 'metric', NAMES);
  const by = oneOf(raw, 'by', DIMENSIONS);
  return {
    ...periodWords(raw),
    ...words(raw, 'filters', 'show'),
    ...(metric === undefined ? {} : { metric }),
    ...(by === undefined ? {} : { by }),
  };
}

export function dimensionOf({ by }: AnalyticsWords): Dimension {
  return by ?? 'source';
}
