import { Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import '@mantine/core/styles/Skeleton.css';
import { retentionCsv, retentionQuery } from '../api/analytics';
import type { Video } from '../api/types';
import { SeekCurveContext } from '../hooks/useSeekCurve';
import { clock, number } from '../util/format';
import type { Period } from '../util/period';
import { CsvButton } from './CsvButton';
import { QueryView } from './QueryView';
import { VideoStage } from './VideoStage';

const Chart = lazy(() => import('./Chart'));

/** How many of those who began were still there at each second: over the film's own seek bar, and as a chart that leads there. */
export function Retention({ video, period }: { video: Video; period: Period }) {
  const retention = useQuery(retentionQuery(video.id, period));
  const [second, setSecond] = useState<number>();
  return (
    <section aria-labelledby="retention" className="panel wide">
      <div className="panel-head">
        <Title order={2} id="retention">
          Who is still there
        </Title>
        <CsvButton name="retention" load={() => retentionCsv(video.id, period)} />
      </div>
      {video.state === 'ready' && (
        <SeekCurveContext value={retention.data?.data ?? []}>
          <div className="retention-film">
            <VideoStage video={video} startAt={second} />
          </div>
        </SeekCurveContext>
      )}
      <QueryView query={retention} what="the curve" waiting={<Skeleton h={260} />}>
        {({ sessions, data }) =>
          sessions === 0 ? (
            <p className="meta">Nobody has played it in those days.</p>
          ) : (
            <>
              <p className="meta">Of {number(sessions)} sessions that played something. A click on the curve goes to that second of the film.</p>
              <Suspense fallback={<Skeleton h={260} />}>
                <Chart
                  data={data.map(({ second: at, share }) => ({ at: clock(at), share }))}
                  by="at"
                  area
                  label={`Share of ${sessions} sessions that played each second`}
                  text={(share) => `${Math.round(share * 100)} %`}
                  series={[{ name: 'share', label: 'Still there', color: 'ember.6' }]}
                  onPoint={(index) => {
                    setSecond(data[index]?.second);
                  }}
                />
              </Suspense>
            </>
          )
        }
      </QueryView>
    </section>
  );
}
