import { Progress, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { overallQuery, reportQuery } from '../api/analytics';
import { number } from '../util/format';
import { funnel } from '../util/funnel';
import type { Period } from '../util/period';
import { InlineError } from './Notice';

/** From what was shown to what was watched. */
export function Funnel({ period }: { period: Period }) {
  const overview = useQuery(reportQuery('overview', {}, period));
  const sessions = useQuery(overallQuery('sessions', {}, period));
  const views = useQuery(overallQuery('views', {}, period));
  const row = overview.data?.[0];
  const steps = funnel([
    ['Shown in a list', row?.['shown']],
    ['Clicked', row?.['clicked']],
    ['Began to watch', sessions.data?.value],
    ['Watched (views)', views.data?.value],
  ]);
  return (
    <section aria-labelledby="funnel" className="panel wide">
      <Title order={2} id="funnel">
        From shown to watched
      </Title>
      <InlineError error={overview.error ?? sessions.error ?? views.error} />
      <ol className="funnel">
        {steps.map(({ name, amount, ofMost, ofBefore }) => (
          <li key={name}>
            <span>
              {name} <strong>{amount === undefined ? '–' : number(amount)}</strong>
              {ofBefore !== undefined && <span className="meta"> {(ofBefore * 100).toFixed(1)} % of the step before</span>}
            </span>
            <Progress.Root size="lg">
              <Progress.Section withAria={false} value={Math.min(1, ofMost ?? 0) * 100} />
            </Progress.Root>
          </li>
        ))}
      </ol>
    </section>
  );
}
