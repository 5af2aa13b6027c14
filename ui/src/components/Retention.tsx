import { Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import '@mantine/core/styles/Skeleton.css';
import { retentionCsv, retentionQuery } from '../api/analytics';
import { clock, number } from '../util/format';
import type { Period } from '../util/period';
import { CsvButton } from './CsvButton';
import { QueryView } from './QueryView';

const Chart = lazy(() => import('./Chart'));

/** How many of those who began were still there at each second. */
export function Retention({ videoId, period }: { videoId: string; period: Period }) {
  const retention = useQuery(retentionQuery(videoId, period));
  return (
    <section aria-labelledby="retention" className="panel wide">
      <div className="panel-head">
        <Title order={2} id="retention">
          Who is still there
        </Title>
        <CsvButton name="retention" load={() => retentionCsv(videoId, period)} />
      </div>
      <QueryView query={retention} what="the curve" waiting={<Skeleton h={260} />}>
        {({ sessions, data }) =>
          sessions === 0 ? (
            <p className="meta">Nobody has played it in those days.</p>
          ) : (
            <>
              <p className="meta">Of {number(sessions)} sessions that played something.</p>
              <Suspense fallback={<Skeleton h={260} />}>
                <Chart
                  data={data.map(({ second, share }) => ({ at: clock(second), share }))}
                  by="at"
                  area
                  label={`Share of ${sessions} sessions that played each second`}
                  text={(share) => `${Math.round(share * 100)} %`}
                  series={[{ name: 'share', label: 'Still there', color: 'ember.6' }]}
                />
              </Suspense>
            </>
          )
        }
      </QueryView>
    </section>
  );
}
