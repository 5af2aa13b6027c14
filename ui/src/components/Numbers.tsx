import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Scope } from '../api/analytics';
import { useNow } from '../hooks/useNow';
import type { AnalyticsWords } from '../util/analyticsWords';
import type { Metric } from '../util/metrics';
import { periodOf, type Period } from '../util/period';
import { Explorer } from './Explorer';
import { MetricCard } from './MetricCard';
import { MetricOverTime } from './MetricOverTime';
import { PeriodPicker } from './PeriodPicker';

interface Props {
  scope: Scope;
  metrics: readonly Metric[];
  children?: (period: Period) => ReactNode;
}

/** The numbers of a video, a channel or the house: as cards, over time, and taken apart. */
export function Numbers({ scope, metrics, children }: Props) {
  const now = useNow();
  const asked: AnalyticsWords = useSearch({ strict: false });
  const period = periodOf(asked, now);
  const metric = asked.metric ?? 'views';
  const common = { scope, period, compare: asked.compare === 'before', filters: asked.filters };
  return (
    <>
      <PeriodPicker now={now} />
      <div className="metrics">
        {metrics.map((one) => (
          <MetricCard key={one} metric={one} chosen={one === metric} {...common} />
        ))}
      </div>
      <MetricOverTime metric={metric} {...common} />
      {children?.(period)}
      <Explorer metric={metric} scope={scope} period={period} filters={asked.filters} />
    </>
  );
}
