import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { overallQuery, type Scope } from '../api/analytics';
import { METRICS, metricText, type Metric } from '../util/metrics';
import { before, change, type Period } from '../util/period';
import { sentenceOf } from '../util/problem';

interface Props {
  metric: Metric;
  scope: Scope;
  period: Period;
  compare: boolean;
  filters?: string | undefined;
  chosen: boolean;
}

/** One number with its change; choosing it shows it over time. */
export function MetricCard({ metric, scope, period, compare, filters, chosen }: Props) {
  const { label, more } = METRICS[metric];
  const now = useQuery(overallQuery(metric, scope, period, filters));
  const then = useQuery({ ...overallQuery(metric, scope, before(period), filters), enabled: compare });
  const changed = compare ? change(now.data?.value, then.data?.value) : undefined;
  const good = changed === undefined || changed === 0 ? undefined : changed > 0 === (more === 'better');
  return (
    <Link to="." search={(words: Record<string, unknown>) => ({ ...words, ['metric' as string]: metric })} activeOptions={{ exact: true, includeSearch: true }} replace resetScroll={false} className="metric" aria-current={chosen ? 'true' : undefined} title={now.isError ? sentenceOf(now.error) : undefined}>
      <span className="meta">{label}</span>
      <strong data-metric={metric}>{now.isPending ? '…' : now.isError ? 'not known' : metricText(metric, now.data?.value)}</strong>
      <Text component="span" size="sm" c={good === undefined ? 'dimmed' : good ? 'green' : 'red'}>
        {!compare || then.isPending ? '\u00a0' : then.isError ? 'the days before are not known' : changed === undefined ? 'nothing to compare with' : `${changed > 0 ? '+' : ''}${(changed * 100).toFixed(0)} %`}
      </Text>
    </Link>
  );
}
