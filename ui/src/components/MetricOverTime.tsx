import { Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import '@mantine/core/styles/Skeleton.css';
import { seriesCsv, seriesQuery, type Scope } from '../api/analytics';
import { METRICS, metricText, type Metric } from '../util/metrics';
import { before, daysOf, type Period } from '../util/period';
import { CsvButton } from './CsvButton';
import { InlineError } from './Notice';

const Chart = lazy(() => import('./Chart'));

interface Props {
  metric: Metric;
  scope: Scope;
  period: Period;
  compare: boolean;
  filters?: string | undefined;
}

export function MetricOverTime({ metric, scope, period, compare, filters }: Props) {
  const { label } = METRICS[metric];
  const now = useQuery(seriesQuery(metric, scope, period, filters));
  const earlier = before(period);
  const then = useQuery({ ...seriesQuery(metric, scope, earlier, filters), enabled: compare });
  const values = new Map(now.data?.map(({ key, value }) => [key, value]));
  const thenValues = new Map(then.data?.map(({ key, value }) => [key, value]));
  const thenDays = daysOf(earlier);
  // A day without sessions has no point; of what is counted that is nought, of a mean it is a gap.
  const none = ['count', 'bytes'].includes(METRICS[metric].unit) || metric === 'watch_time' ? 0 : null;
  const data = daysOf(period).map((day, index) => ({
    day,
    now: values.get(day) ?? none,
    ...(compare ? { before: thenValues.get(thenDays[index] ?? '') ?? none } : {}),
  }));
  return (
    <section aria-labelledby="over-time" className="panel wide">
      <div className="panel-head">
        <Title order={2} id="over-time">
          {label} by day
        </Title>
        <CsvButton name={`${metric} by day`} load={() => seriesCsv(metric, scope, period, filters)} />
      </div>
      <InlineError error={now.error ?? then.error} />
      <Suspense fallback={<Skeleton h={260} />}>
        {now.isPending || (compare && then.isPending) ? (
          <Skeleton h={260} />
        ) : now.isError || (compare && then.isError) ? null : (
          <Chart
            data={data}
            by="day"
            area={!compare}
            label={`${label} from ${period.from} to ${period.to}`}
            text={(value) => metricText(metric, value)}
            series={[{ name: 'now', label, color: 'ember.6' }, ...(compare ? [{ name: 'before', label: 'The days before', color: 'gray.6' }] : [])]}
          />
        )}
      </Suspense>
    </section>
  );
}
